using VkLearn.Cli;

return VkLearnCommand.Run(args);
