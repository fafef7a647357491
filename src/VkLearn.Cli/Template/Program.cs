using VkLearn.Cli;

// The whole command vklearn, with what this project adds to it: `dotnet run -- list learners`, 
// `dotnet run -- run __name__.json --epochs 5`. What `dotnet run` alone does stands in Properties/launchSettings.json.
return VkLearnCommand.Run(args);
