using SkiaSharp;
using VkLearn.Rendering;
using VkLearn.Tests.Engine;
using Xunit;

namespace VkLearn.Tests.Cli;

/// <summary><c>vklearn run --film</c>.</summary>
public sealed class FilmCommandTests
{
    static readonly string scene = SceneText.File(SceneText.With(SceneText.Views));

    readonly string directory = TempFolder.New();

    [Fact]
    public void AnInterruptLeavesAFilmThatCanBePlayed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "kill -INT is of Unix");
        string film = Path.Combine(directory, "film.webp");
        Command command = Command.Start(
            [], "run", scene, "--headless", "--json", "--seconds", "600", "--film", film, "--size", "400x225", "--log-every", "50");
        while (command.ReadLine() is { } line && !line.Contains("\"step\":200,"))
        {
        }

        command.Interrupt();
        var (exitCode, _, errors) = command.End();
        Assert.Equal(130, exitCode);
        Assert.Contains($"film    {film}", errors);
        using SKCodec codec = SKCodec.Create(film);
        Assert.True(codec.FrameCount > 1);
        using SKBitmap last = new(new SKImageInfo(400, 225));
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(last.Info, last.GetPixels(), new SKCodecOptions(codec.FrameCount - 1)));
    }

    [Theory, InlineData("film.avi", "a film is a .gif, a .webp or an .mp4"), InlineData("film.mp4", "ffmpeg, which is not on the PATH")]
    public void WhatCannotBeFilmedIsToldAtTheStart(string name, string message)
    {
        Assert.SkipWhen(name.EndsWith("mp4", StringComparison.Ordinal) && Mp4Film.IsAvailable, "ffmpeg is here");
        var (exitCode, output, errors) = Command.Run("run", scene, "--headless", "--film", name);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(message, errors);
        Assert.DoesNotContain("device", errors);
    }
}
