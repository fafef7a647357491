using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data.Sounds;

public sealed class PlayedSoundTests
{
    readonly string folder = TempFolder.New();

    [Fact]
    public void IsHeardAsFastAsItSoundsAgainAndAgain()
    {
        using PlayedSound sound = new(_ => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        sound.Open(100);
        Assert.Empty(Heard(0, 10));
        Assert.Equal([1, 2, 3, 4, 5], Heard(0.0501, 10));
        Assert.Equal([6, 7, 8, 9, 10, 1, 2], Heard(0.1201, 10));
        Assert.Empty(Heard(0.1201, 10));
        Assert.Equal([8, 9, 10], Heard(1.0001, 3)); // what had no room is passed over
        Assert.Equal([1], Heard(1.0101, 3));

        float[] Heard(double seconds, int room)
        {
            float[] samples = new float[room];
            return samples[..sound.Read(TimeSpan.FromSeconds(seconds), samples)];
        }
    }

    [Fact]
    public void AFileIsBroughtToTheRateThatIsAskedFor()
    {
        string path = Write("low.wav", WaveSourceTests.Wave(
            [.. Enumerable.Range(0, 4000).SelectMany(i => BitConverter.GetBytes((short)(8000 * Math.Sin(i * 0.1))))], hertz: 4000));
        using PlayedSound sound = PlayedSound.Of(path);
        sound.Open(8000);
        float[] samples = new float[2000];
        Assert.Equal(2000, sound.Read(TimeSpan.FromSeconds(0.2501), samples));
        Assert.All(Enumerable.Range(100, 1800), i => Assert.Equal(8000 / 32768.0 * Math.Sin(i * 0.05), samples[i], 2e-3));
    }

    [Fact]
    public void WhatIsNoSoundIsRefusedWhenItIsOpened()
    {
        Assert.Contains("is no WAV file", Refused(Write("song.wav", [.. "OggS and more of it"u8])));
        Assert.Contains("is empty", Refused(Write("empty.wav", [])));
        Assert.Contains("is too short: nothing is left of it at 1000 samples a second",
            Refused(Write("click.wav", WaveSourceTests.Wave([1, 2], hertz: 96_000)), hertz: 1000));
        Assert.Contains("none.wav", Refused(Path.Combine(folder, "none.wav")));
    }

    static string Refused(string path, int hertz = 8000) =>
        Assert.Throws<DataException>(() => PlayedSound.Of(path).Open(hertz)).Message;

    string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
