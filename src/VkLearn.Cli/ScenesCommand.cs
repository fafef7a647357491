using System.CommandLine;
using VkLearn.Engine;

namespace VkLearn.Cli;

/// <summary><c>vklearn scenes</c>: those that the command brings with it.</summary>
static class ScenesCommand
{
    public static Command Make()
    {
        Command command = new("scenes", "List the scenes that come with VkLearn: vklearn run NAME.");
        command.SetAction(_ =>
        {
            foreach (string name in BuiltInScenes.Names)
            {
                Console.WriteLine($"{name,-10} {BuiltInScenes.Read(name).Text("about", "")}");
            }
        });
        return command;
    }
}
