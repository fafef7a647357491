using System.Diagnostics;
using Xunit;

namespace VkLearn.Tests.Cli;

/// <summary>VkLearn's packages, made once for all tests, and projects that get them and nothing else that is ours.</summary>
static class Packages
{
    static readonly TimeSpan longest = TimeSpan.FromMinutes(3);

    static readonly Lazy<string> made = new(() =>
    {
        string folder = TempFolder.New(), repository = Path.GetDirectoryName(RepositoryRoot.Find("VkLearn.sln"))!;
        // What `dotnet run build.cs pack` does, of what is built already.
        Dotnet(repository, "pack", "VkLearn.sln", "-c", Command.Configuration, "--no-build", $"-p:PackageOutputPath={folder}", "-v", "q");
        return folder;
    });

    // Packages that are unpacked for a test must not be found by a project of the user's; all others need not be fetched again.
    static readonly string unpacked = TempFolder.New();

    /// <summary>The folder that they are in.</summary>
    public static string Folder => made.Value;

    /// <summary>Runs dotnet in a folder, on a screen that is none.</summary>
    /// <returns>What it printed.</returns>
    public static string Dotnet(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("VKLEARN_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (string name in (string[])["DISPLAY", "WAYLAND_DISPLAY"])
        {
            start.Environment.Remove(name);
        }

        string usual = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        start.Environment["NUGET_PACKAGES"] = unpacked;
        if (Directory.Exists(usual) && !Directory.EnumerateDirectories(usual, "vklearn*").Any())
        {
            start.Environment["RestoreFallbackFolders"] = usual;
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // a node that outlives its build would hold our pipes open
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["LP_NUM_THREADS"] = "0";
        start.Environment["VKLEARN_CHOICES"] = "off";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(longest))
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output.Result}{errors.Result}");
        return output.Result + errors.Result;
    }
}
