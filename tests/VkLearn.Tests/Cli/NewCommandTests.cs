using System.Text.RegularExpressions;
using Xunit;

namespace VkLearn.Tests.Cli;

/// <summary>What a newcomer does first, from packages, in folders that know nothing of this repository.</summary>
public sealed partial class NewCommandTests
{
    [Fact]
    public void AProjectOfOnesOwnRuns()
    {
        string folder = TempFolder.New(), demo = Path.Combine(folder, "demo");
        var (exitCode, _, errors) = Command.Run("new", demo, "--packages", Packages.Folder);
        Assert.True(exitCode == 0, errors);

        string run = Packages.Dotnet(demo, "run");

        Assert.Contains("heart: frame 1", run); // its behaviour
        Assert.Matches("3 epochs, .* weights [0-9a-f]{64}", run);
        string listed = Packages.Dotnet(demo, "run", "--no-build", "--", "list", "behaviours");
        Assert.Contains("Heartbeat: Tells each so many seconds", listed);
        Assert.Contains("whole number", Packages.Dotnet(demo, "run", "--no-build", "--", "list", "layers", "Conv2d"));
    }

    [Fact]
    public void TheReadmesProgramRunsFromThePackage()
    {
        Assert.SkipUnless(Directory.Exists("/usr/share/datasets/fashion-mnist"), "there is no data set where Mnist.Train looks for one");
        string folder = TempFolder.New(), readme = File.ReadAllText(RepositoryRoot.Find("README.md")).ReplaceLineEndings("\n");
        Packages.Dotnet(folder, "new", "console", "--no-restore", "-n", "first", "-o", folder);
        File.WriteAllText(Path.Combine(folder, "nuget.config"),
            $"""<configuration><packageSources><add key="vklearn" value="{Packages.Folder}" /></packageSources></configuration>""");
        string program = FirstProgram().Match(readme).Groups[1].Value;
        string usings = string.Concat(Namespaces().Match(readme).Groups[1].Value.Split(['`', ',', ' ', '\n'],
            StringSplitOptions.RemoveEmptyEntries).Select(name => $"using {name};\n"));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), usings + program);

        Packages.Dotnet(folder, "add", "package", "VkLearn");

        Assert.Matches(@"^0\.\d+", Packages.Dotnet(folder, "run", "-c", "Release").Trim()); // the loss of the last step
    }

    [Fact]
    public void WithoutAFolderOfPackagesTheUsualSourcesAreTaken()
    {
        string folder = Path.Combine(TempFolder.New(), "my-net");
        Assert.Equal(0, Command.Run("new", folder).ExitCode);
        Assert.False(File.Exists(Path.Combine(folder, "nuget.config")));
        Assert.Contains("namespace MyNet;", File.ReadAllText(Path.Combine(folder, "Heartbeat.cs")));
    }

    [Fact]
    public void OverwritesNothing()
    {
        string folder = Path.Combine(TempFolder.New(), "project");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "x"), "");
        Assert.Equal(1, Command.Run("new", folder).ExitCode);
        Assert.Contains("is there already", Command.Run("new", folder + "/x").Errors);
        var (exitCode, _, errors) = Command.Run("new", Path.Combine(folder, "3x"));
        Assert.Equal(2, exitCode);
        Assert.Contains("begin with a letter", errors);
        Assert.Contains("no such folder of packages", Command.Run("new", folder + "/y", "--packages", folder + "/none").Errors);
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [GeneratedRegex("## The program\n\n```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex FirstProgram();

    [GeneratedRegex(@"\nNamespaces: ((?:`[\w.]+`,?\s*)+)")]
    private static partial Regex Namespaces();
}
