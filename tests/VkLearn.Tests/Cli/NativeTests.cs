using System.Text.Json;
using VkLearn.Rendering;
using VkLearn.Tests.Engine;
using Xunit;

namespace VkLearn.Tests.Cli;

/// <summary>The command as one native file, without a runtime: `dotnet run build.cs publish`.</summary>
public sealed class NativeTests
{
    [Fact]
    public void TrainsASceneToTheSameBits()
    {
        string native = Command.Native;
        Assert.SkipUnless(File.Exists(native), $"there is no {native}: dotnet run build.cs publish makes it");
        string scene = SceneText.File();

        var (exitCode, output, errors) = Command.RunNative(native, "run", scene, "--json", "--seed", "3");
        var managed = Command.Run("run", scene, "--json", "--seed", "3");

        Assert.True(exitCode == 0, errors);
        Assert.Equal(WeightsHash(managed.Output), WeightsHash(output));
    }

    [Fact]
    public void DrawsAScene()
    {
        string native = Command.Native, picture = Path.Combine(TempFolder.New(), "native.png");
        Assert.SkipUnless(File.Exists(native), $"there is no {native}: dotnet run build.cs publish makes it");

        var (exitCode, _, errors) = Command.RunNative(native,
            "run", SceneText.File(SceneText.With(SceneText.Views)), "--headless", "--png", picture, "--size", "800x450");

        Assert.True(exitCode == 0, errors);
        var (rgba, width, height) = PngFile.Read(picture);
        Assert.Equal((800, 450), (width, height));
        Assert.True(rgba.Distinct().Count() > 100);
    }

    [Fact]
    public void ListsTheSameReference()
    {
        string native = Command.Native;
        Assert.SkipUnless(File.GetLastWriteTimeUtc(native) >= File.GetLastWriteTimeUtc(Command.Managed),
            $"there is no {native} of today: dotnet run build.cs publish makes it");
        Assert.Equal(Command.Run("list", "--markdown").Output, Command.RunNative(native, "list", "--markdown").Output);
        Assert.Equal(Command.Run("scenes").Output, Command.RunNative(native, "scenes").Output);
    }

    static string WeightsHash(string output)
    {
        using JsonDocument done = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        return done.RootElement.GetProperty("weightsHash").GetString()!;
    }
}
