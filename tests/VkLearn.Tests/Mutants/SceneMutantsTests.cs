using VkLearn.Engine;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Mutants;

/// <summary>The scenes that come with VkLearn. A scene that is only read fetches and writes nothing, whatever files it names.</summary>
public sealed class SceneMutantsTests
{
    [Fact]
    public void AreReadOrRefused()
    {
        byte[][] seeds = [.. Directory.GetFiles(RepositoryRoot.Find("scenes"), "*.json").Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)];
        new MutantRun { IsText = true }.Check(seeds, bytes => SceneFile.Read(Settings.Parse("mutant", bytes)),
            refusal => refusal is SettingsException { File: "mutant" });
    }
}
