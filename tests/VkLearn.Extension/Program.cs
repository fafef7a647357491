// The whole command, with what is written here in it: what scenes name may come from any assembly that is there.
return VkLearn.Cli.VkLearnCommand.Run(args);
