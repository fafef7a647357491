using System.Diagnostics;

namespace VkLearn.Cli;

/// <summary>This very command, to be run again: a native file, or a dll that dotnet runs.</summary>
static class ThisProgram
{
    public static ProcessStartInfo With(params IReadOnlyList<string> arguments)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return new(program, [.. isHost ? new[] { Environment.GetCommandLineArgs()[0] } : [], .. arguments]);
    }
}
