using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

/// <summary>What ffmpeg is given, by a program of its name that notes it.</summary>
public sealed class Mp4FilmTests
{
    const int Width = 6, Height = 4;

    readonly string folder = TempFolder.New(), path = Environment.GetEnvironmentVariable("PATH")!;

    [Fact]
    public void TheProgramGetsFramesAsTheyAre()
    {
        byte[][] frames = [.. Enumerable.Range(0, 3).Select(i => Enumerable.Repeat((byte)i, Width * Height * 4).ToArray())];
        string film = With("printf '%s ' \"$@\" > \"$0.arguments\"; for last; do :; done; cat > \"$last\"", () =>
        {
            using Film film = new(Path.Combine(folder, "film.mp4"), 20);
            Array.ForEach(frames, frame => film.Add(frame, Width, Height));
            film.End();
        });

        Assert.Equal(frames.SelectMany(frame => frame), File.ReadAllBytes(film));
        Assert.Contains("-pix_fmt rgba -video_size 6x4 -framerate 20 -i - ", File.ReadAllText(Path.Combine(folder, "ffmpeg.arguments")));
    }

    [Fact]
    public void WhatItComplainsOfIsTold()
    {
        IOException failure = Assert.Throws<IOException>(() => With("echo no such codec >&2; exit 1", Make));
        Assert.EndsWith("the film ends here: ffmpeg ended: no such codec", failure.Message);
    }

    [Fact]
    public void ItMayEndTheFilmItselfWhenItIsInterrupted() => With("exit 255", Make);

    void Make()
    {
        using Film film = new(Path.Combine(folder, "film.mp4"), 20);
        for (int i = 0; i < 20; i++)
        {
            film.Add(new byte[1 << 20], 512, 512);
        }

        film.End();
    }

    /// <summary>Where the film is.</summary>
    string With(string script, Action make)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a script stands for ffmpeg");
        string program = Path.Combine(folder, "ffmpeg");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Environment.SetEnvironmentVariable("PATH", $"{folder}{Path.PathSeparator}{path}");
        try
        {
            make();
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }

        return Path.Combine(folder, "film.mp4");
    }
}
