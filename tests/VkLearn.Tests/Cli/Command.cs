using System.Diagnostics;
using Xunit;

namespace VkLearn.Tests.Cli;

/// <summary>The command <c>vklearn</c> in a process of its own, as built beside the tests.</summary>
sealed class Command
{
    static readonly TimeSpan longest = TimeSpan.FromMinutes(2);

    readonly Process process;
    readonly Task<string> errors;

    Command(ProcessStartInfo start)
    {
        process = Process.Start(start)!;
        errors = process.StandardError.ReadToEndAsync();
    }

    public static (int ExitCode, string Output, string Errors) Run(params string[] arguments) => Run([], arguments);

    public static (int ExitCode, string Output, string Errors) Run((string Name, string Value)[] variables, params string[] arguments) =>
        Start(variables, arguments).End();

    public static Command Start((string Name, string Value)[] variables, params string[] arguments) =>
        Start(["dotnet", Managed, .. arguments], variables);

    /// <summary>As one native file where there is one as new, which starts in a fraction of the time.</summary>
    public static Command StartFast(params string[] arguments) =>
        File.GetLastWriteTimeUtc(Native) >= File.GetLastWriteTimeUtc(Managed) ? Start([Native, .. arguments], []) : Start([], arguments);

    /// <summary>The command as a program outside our projects hosts it, with its own types in it.</summary>
    public static Command StartOutside(params string[] arguments) =>
        Start(["dotnet", Outside, .. arguments], []);

    static string Outside => RepositoryRoot.Find($"tests/VkLearn.Extension/bin/{Configuration}/net10.0/VkLearn.Extension.dll");

    /// <summary>As which the tests were built.</summary>
    public static string Configuration =>
        AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("Release") ? "Release" : "Debug";

    /// <summary>The command as a dll that dotnet runs.</summary>
    public static string Managed => RepositoryRoot.Find($"src/VkLearn.Cli/bin/{Configuration}/net10.0/VkLearn.Cli.dll");

    /// <summary>Where <c>dotnet run build.cs publish</c> puts the native file.</summary>
    public static string Native => Path.Combine(RepositoryRoot.Find("artifacts"), OperatingSystem.IsWindows() ? "vklearn.exe" : "vklearn");

    /// <summary>The command as one native file.</summary>
    public static (int ExitCode, string Output, string Errors) RunNative(string file, params string[] arguments) =>
        Start([file, .. arguments], []).End();

    /// <summary>In another folder than the tests'.</summary>
    public static Command StartIn(string folder, string[] arguments) => Start(["dotnet", Managed, .. arguments], [], folder);

    static Command Start(string[] program, (string Name, string Value)[] variables, string folder = "")
    {
        // A shell that runs tests in the background has its children ignore SIGINT.
        ProcessStartInfo start = OperatingSystem.IsLinux()
            ? new("env", ["--default-signal=INT", .. program]) : new(program[0], program[1..]);
        start.WorkingDirectory = folder;
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        // Tests beside this one turn the compiler's switches in this very process; the command is not to inherit them.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("VKLEARN_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LP_NUM_THREADS"] = "0";
        start.Environment["VKLEARN_CHOICES"] = "off";
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return new Command(start);
    }

    /// <summary>The next line of its output; null when there is none.</summary>
    public string? ReadLine() => process.StandardOutput.ReadLine();

    public void Interrupt() => Signal("INT");

    /// <param name="name">As kill calls it: TERM.</param>
    public void Signal(string name)
    {
        // By the shell: a bare system has no program of that name.
        using Process kill = Process.Start("sh", ["-c", $"kill -{name} {process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>At once, as by kill -KILL.</summary>
    public void Kill() => process.Kill();

    /// <summary>What it left, once it has ended. No way to end shows a stack trace, unless it was asked to.</summary>
    public (int ExitCode, string Output, string Errors) End(bool mayShowStack = false)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(longest))
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(mayShowStack || !errors.Result.Contains("   at ", StringComparison.Ordinal), errors.Result);
        Assert.DoesNotContain("Unhandled exception", errors.Result);
        int exitCode = process.ExitCode;
        process.Dispose();
        return (exitCode, output.Result, errors.Result);
    }
}
