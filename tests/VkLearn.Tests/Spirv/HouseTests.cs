using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace VkLearn.Tests.Spirv;

/// <summary>No list registers a shader, an op or a test; their names do, and this holds them together.</summary>
public sealed partial class HouseTests
{
    // Deepest first: a project uses only what stands before it.
    static readonly string[] Projects = ["VkLearn.Gpu", "VkLearn", "VkLearn.Rendering", "VkLearn.Engine", "VkLearn.Cli"];

    static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(RepositoryRoot.Find(folder), pattern, SearchOption.AllDirectories)
        .Where(path => !Regex.IsMatch(path, @"[/\\](obj|bin|Template)[/\\]")).Order(StringComparer.Ordinal);

    [Fact]
    public void EveryShaderIsDispatchedByItsName()
    {
        string sources = string.Concat(Files("src/VkLearn", "*.cs").Select(File.ReadAllText));
        Assert.NotEmpty(Files("shaders/ops", "*.comp"));
        Assert.All(Files("shaders/ops", "*.comp"), shader =>
            Assert.Matches($"\"{Regex.Escape(Path.GetFileNameWithoutExtension(shader))}(\\.comp)?\"", sources));
    }

    [Fact]
    public void EveryShaderOfAViewIsUsedByItsName()
    {
        string sources = string.Concat(Files("src/VkLearn.Rendering", "*.cs").Select(File.ReadAllText));
        Assert.NotEmpty(Files("shaders/views", "*.frag"));
        Assert.All(Files("shaders/views", "*.*"), shader =>
            Assert.Matches($"\"{Regex.Escape(Path.GetFileNameWithoutExtension(shader))}(\\.vert)?\"", sources));
    }

    [Fact]
    public void EveryViewHasATestOfItsName()
    {
        HashSet<string> tests = [.. Files("tests/VkLearn.Tests/Rendering", "*Tests.cs").Select(Name)];
        string[] views = [.. Files("src/VkLearn.Rendering", "*.cs").Where(static path => File.ReadAllText(path).Contains(": View"))];
        Assert.Contains(views, static path => Name(path) == "TensorGrid");
        Assert.All(views, path => Assert.Contains(Name(path) + "Tests", tests));
    }

    [Fact]
    public void EveryFileOfAnOpHasATestOfItsName()
    {
        HashSet<string> tests = [.. Files("tests/VkLearn.Tests", "*Tests.cs").Select(Path.GetFileName).OfType<string>()];
        string[] ops = [.. Files("src", "*.cs").Where(path => DeclaresOp().IsMatch(File.ReadAllText(path)))];
        Assert.Contains(ops, path => path.EndsWith("Softmax.cs", StringComparison.Ordinal));
        Assert.All(ops, path => Assert.Contains($"{Name(path)}Tests.cs", tests));
    }

    [Fact]
    public void EveryLayerLossAndOptimiserHasATestOfItsName()
    {
        string tests = string.Concat(Files("tests/VkLearn.Tests", "*Tests.cs").Select(File.ReadAllText));
        string[] layers =
        [
            .. Files("src", "*.cs").SelectMany(path => DeclaresOwner().Matches(File.ReadAllText(path)))
                .Select(match => match.Groups[1].Value),
        ];
        Assert.Contains("Dense", layers);
        Assert.Contains("AdamW", layers);
        Assert.All(layers, layer => Assert.Matches($@"\bnew (\w+\.)*{layer}\(", tests));
    }

    [Fact]
    public void ProjectsUseOnlyWhatStandsBeforeThem()
    {
        foreach (string project in Files("src", "*.csproj"))
        {
            int place = Array.IndexOf(Projects, Name(project));
            Assert.True(place >= 0, $"{Name(project)} has no place among the projects: say here where.");
            foreach (XElement reference in XDocument.Load(project).Descendants("ProjectReference"))
            {
                string used = Name(reference.Attribute("Include")!.Value);
                Assert.True(Array.IndexOf(Projects, used) < place, $"{Name(project)} uses {used}, which must not stand before it.");
            }
        }
    }

    [Fact]
    public void OnlyTheGpuAndItsWindowsAreUnsafe() => Assert.All(
        Files("src", "*.csproj").Where(path => File.ReadAllText(path).Contains("AllowUnsafeBlocks", StringComparison.Ordinal)),
        path => Assert.Contains(Name(path), (string[])["VkLearn.Gpu", "VkLearn.Rendering"]));

    [Fact]
    public void LinesFitOnAScreen()
    {
        string[] kinds = [".cs", ".comp", ".frag", ".vert", ".glsl"];
        string[] files = [.. ((string[])["src", "shaders", "tests"]).SelectMany(folder => Files(folder, "*"))
            .Where(file => kinds.Contains(Path.GetExtension(file))), RepositoryRoot.Find("build.cs")];
        Assert.Contains(files, file => Name(file) == "elementwise");
        Assert.DoesNotContain(files.SelectMany(file => File.ReadLines(file).Select((line, i) => (line.Length, At: $"{file}:{i + 1}"))),
            static line => line.Length > 140);
    }

    static string Name(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));

    [GeneratedRegex(@"public sealed record \w+(\([^)]*\))? : Op\b")]
    private static partial Regex DeclaresOp();

    [GeneratedRegex(@"public sealed class (\w+)(\([^{]*?\))?\s*: (?:Layer|Optimizer)\b")]
    private static partial Regex DeclaresOwner();
}
