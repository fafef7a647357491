using System.Diagnostics;
using System.Reflection;

namespace VkLearn.Cli;

/// <summary>This very command, to be run again: a native file, or a dll that dotnet runs.</summary>
static class ThisProgram
{
    /// <summary>That of VkLearn's packages, without what a build appends: 0.1.0.</summary>
    public static string Version { get; } =
        typeof(ThisProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static ProcessStartInfo With(params IReadOnlyList<string> arguments)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return new(program, [.. isHost ? new[] { Environment.GetCommandLineArgs()[0] } : [], .. arguments]);
    }
}
