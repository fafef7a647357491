using System.Text.RegularExpressions;
using Xunit;

namespace VkLearn.Tests;

/// <summary>The README's recipes are files that are compiled.</summary>
public sealed partial class ReadmeTests
{
    /// <summary>A paragraph that names a file, then that file's text below its namespace.</summary>
    [GeneratedRegex(@"`(tests/VkLearn\.Extension/\w+\.(?:cs|comp))`[^`]*\n\n```(?:csharp|glsl)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Recipe();

    [Fact]
    public void TheRecipesCodeIsThatOfTheFilesTheyName()
    {
        string readme = File.ReadAllText(RepositoryRoot.Find("README.md")).ReplaceLineEndings("\n");
        Match[] recipes = [.. Recipe().Matches(readme).AsEnumerable()];
        Assert.Equal(["Cube.comp", "Cube.cs", "DifferenceView.cs", "Gain.cs", "LeastSquares.cs", "LogCosh.cs", "Sines.cs"],
            recipes.Select(recipe => Path.GetFileName(recipe.Groups[1].Value)).Order(StringComparer.Ordinal));
        Assert.All(recipes, recipe =>
        {
            string file = File.ReadAllText(RepositoryRoot.Find(recipe.Groups[1].Value)).ReplaceLineEndings("\n");
            Assert.Equal(Regex.Replace(file, @"\A.*?^namespace [^\n]*\n\n", "", RegexOptions.Singleline | RegexOptions.Multiline),
                recipe.Groups[2].Value);
        });
    }
}
