using System.Diagnostics;
using System.Globalization;

namespace VkLearn.Rendering;

/// <summary>An MP4, made by the program ffmpeg, which gets the frames as they are.</summary>
sealed class Mp4Film : IFilm
{
    const string Program = "ffmpeg";
    const int EndedBySignal = 255; // what it exits with, the film written to its end

    readonly Process encoder;
    readonly Task<string> complaints;

    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="framesPerSecond">Of its playing.</param>
    /// <exception cref="IOException">There is no ffmpeg.</exception>
    public Mp4Film(string path, int width, int height, int framesPerSecond)
    {
        ProcessStartInfo start = new(Find() ?? throw new IOException($"{path}: {Missing}"))
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgba", "-video_size", Text($"{width}x{height}"),
            "-framerate", Text($"{framesPerSecond}"), "-i", "-",
            "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", "-movflags", "+faststart", path, // players want even sides
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        encoder = Process.Start(start)!;
        complaints = encoder.StandardError.ReadToEndAsync();
    }

    /// <summary>Why there can be no film on this machine.</summary>
    public static string Missing => "an mp4 is made by the program ffmpeg, which is not on the PATH. Install it, or name a .gif or .webp.";

    /// <summary>Whether ffmpeg is there.</summary>
    public static bool IsAvailable => Find() is not null;

    /// <inheritdoc/>
    public void Add(byte[] rgba)
    {
        try
        {
            encoder.StandardInput.BaseStream.Write(rgba);
        }
        catch (IOException failure)
        {
            encoder.WaitForExit();
            if (encoder.ExitCode != EndedBySignal) // Ctrl-C ends it, too
            {
                throw new IOException($"{Program} ended: {complaints.Result.Trim()}", failure);
            }
        }
    }

    /// <summary>Waits for the end of the file.</summary>
    public void Dispose()
    {
        try
        {
            encoder.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone, and was told of.
        }

        encoder.WaitForExit();
        encoder.Dispose();
    }

    static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{Program}.exe" : Program)).FirstOrDefault(File.Exists);

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
