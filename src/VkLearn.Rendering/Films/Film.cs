using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>
/// Pictures one after the other in a file: .gif, .webp, or .mp4 where the program ffmpeg is. They are encoded beside what goes on, and
/// whoever adds them faster waits, so that no more than a few are in memory. After each the file can be played.
/// </summary>
public sealed class Film : IDisposable
{
    const int Waiting = 2; // frames

    readonly BlockingCollection<byte[]> pending = new(Waiting);
    readonly string path;
    readonly int framesPerSecond;
    Task? encoding;
    int width, height;
    Exception? failure;

    /// <param name="path">Its end says which kind it is; its folder must be there.</param>
    /// <param name="framesPerSecond">Of its playing, 1 to 50.</param>
    /// <exception cref="IOException">There can be none of this kind here; the message says why.</exception>
    public Film(string path, int framesPerSecond)
    {
        Check(path);
        (this.path, this.framesPerSecond) = (path, framesPerSecond);
    }

    /// <summary>Whether what was added is still being encoded, so that more would wait.</summary>
    public bool IsBusy => pending.Count > 0;

    /// <summary>Frames added so far.</summary>
    public int Frames { get; private set; }

    /// <summary>Whether there can be such a film here: to be asked at the start, not after hours.</summary>
    /// <exception cref="IOException">There cannot; the message says why.</exception>
    public static void Check(string path)
    {
        string kind = KindOf(path);
        if (kind is not (".gif" or ".webp" or ".mp4"))
        {
            throw new IOException($"{path}: a film is a .gif, a .webp or an .mp4. Name a file that ends so.");
        }

        if (kind == ".mp4" && !Mp4Film.IsAvailable)
        {
            throw new IOException($"{path}: {Mp4Film.Missing}");
        }
    }

    /// <summary>Adds a frame; waits while some are still to be encoded.</summary>
    /// <param name="rgba">Rows from the top, each pixel red, green, blue, alpha; it is the film's from now on.</param>
    /// <param name="width">In pixels. Frames of another size than the first's are scaled to it.</param>
    /// <param name="height">In pixels.</param>
    /// <exception cref="IOException">A frame before could not be written: there will be no more. What was written can be played.
    /// </exception>
    public void Add(byte[] rgba, int width, int height)
    {
        if (encoding is null)
        {
            (this.width, this.height) = (width, height);
            encoding = Task.Factory.StartNew(Encode, TaskCreationOptions.LongRunning);
        }

        Rethrow();
        pending.Add((width, height) == (this.width, this.height) ? rgba : Scaled(rgba, width, height));
        Frames++;
    }

    /// <summary>Waits for all frames to be written.</summary>
    /// <exception cref="IOException">One could not be written.</exception>
    public void End()
    {
        pending.CompleteAdding();
        encoding?.Wait();
        Rethrow();
    }

    /// <summary>Ends it, whatever became of its frames.</summary>
    public void Dispose()
    {
        pending.CompleteAdding();
        encoding?.Wait();
        pending.Dispose();
    }

    void Encode()
    {
        try
        {
            using IFilm film = Open();
            foreach (byte[] frame in pending.GetConsumingEnumerable())
            {
                film.Add(frame);
            }
        }
        catch (Exception cause)
        {
            Volatile.Write(ref failure, cause);
            foreach (byte[] _ in pending.GetConsumingEnumerable()) // nobody waits for room
            {
            }
        }
    }

    IFilm Open() => KindOf(path) switch
    {
        ".gif" => new GifFilm(path, width, height, framesPerSecond),
        ".webp" => new WebpFilm(path, width, height, framesPerSecond),
        _ => new Mp4Film(path, width, height, framesPerSecond),
    };

    void Rethrow()
    {
        if (Volatile.Read(ref failure) is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause is IOException or UnauthorizedAccessException
                ? new IOException($"{path}: the film ends here: {cause.Message}", cause) : cause);
        }
    }

    byte[] Scaled(byte[] rgba, int width, int height)
    {
        using SKImage image = SKImage.FromPixelCopy(InfoOf(width, height), rgba);
        using SKBitmap fitting = new(InfoOf(this.width, this.height));
        image.ScalePixels(fitting.PeekPixels(), new SKSamplingOptions(SKFilterMode.Linear));
        return fitting.GetPixelSpan().ToArray();
    }

    static SKImageInfo InfoOf(int width, int height) => new(width, height, SKColorType.Rgb888x, SKAlphaType.Opaque);

    static string KindOf(string path) => Path.GetExtension(path).ToLowerInvariant();
}
