using System.Text;
using SkiaSharp;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

/// <summary>Films as another program, Skia's decoders, plays them.</summary>
public sealed class FilmTests
{
    const int Width = 61, Height = 47, Frames = 5;

    readonly string folder = TempFolder.New();

    [Theory, InlineData("gif", 24), InlineData("webp", 24)]
    public void PlaysTheFramesThatWereAdded(string kind, int tolerance)
    {
        string path = Path.Combine(folder, $"film.{kind}");
        byte[][] frames = [.. Enumerable.Range(0, Frames).Select(Frame)];
        using (Film film = new(path, framesPerSecond: 20))
        {
            Array.ForEach(frames, frame => film.Add(frame, Width, Height));
            film.End();
            Assert.Equal(Frames, film.Frames);
        }

        (int duration, byte[] rgba)[] played = Play(path);
        Assert.Equal(Frames, played.Length);
        Assert.All(played, frame => Assert.Equal(50, frame.duration));
        Assert.All(Enumerable.Range(0, Frames), i =>
        {
            double error = frames[i].Zip(played[i].rgba).Average(pair => Math.Abs(pair.First - pair.Second));
            Assert.True(error < tolerance / 4.0, $"frame {i}: mean difference {error}");
        });
    }

    [Fact]
    public void AGifKeepsFlatColoursAndDoesNotFlicker()
    {
        string path = Path.Combine(folder, "film.gif");
        using (Film film = new(path, 10))
        {
            for (int i = 0; i < Frames; i++)
            {
                film.Add(Frame(i), Width, Height);
            }

            film.End();
        }

        byte[][] played = [.. Play(path).Select(frame => frame.Rgba)];
        byte[] first = Frame(0);
        for (int at = 0; at < first.Length; at += 4)
        {
            bool isFlat = at / 4 % Width < 20; // the card, and the moving square
            bool isStill = Enumerable.Range(1, Frames - 1).All(i => Frame(i).AsSpan(at, 4).SequenceEqual(first.AsSpan(at, 4)));
            Assert.True(!isFlat || first.AsSpan(at, 4).SequenceEqual(played[0].AsSpan(at, 4)), $"pixel {at / 4}");
            Assert.True(!isStill || played.All(frame => frame.AsSpan(at, 4).SequenceEqual(played[0].AsSpan(at, 4))), $"pixel {at / 4}");
        }
    }

    [Theory, InlineData("gif"), InlineData("webp")]
    public void CanBePlayedWhileItGrows(string kind)
    {
        string path = Path.Combine(folder, $"film.{kind}");
        using IFilm film = kind == "gif" ? new GifFilm(path, Width, Height, 20) : new WebpFilm(path, Width, Height, 20);
        for (int i = 0; i < 3; i++)
        {
            film.Add(Frame(i));
            Assert.Equal(i + 1, Play(path).Length);
        }
    }

    [Fact]
    public void APartWithoutRoomIsTakenBack()
    {
        using FullDisk disk = new(10);
        using FilmFile file = new(disk, "!"u8.ToArray());
        file.Append("abcd"u8);
        Assert.Throws<IOException>(() => file.Append("efghijkl"u8));
        Assert.Equal("abcd!", Encoding.ASCII.GetString(disk.ToArray()));
        file.Append("efg"u8);
        file.Set(1, "BC"u8);
        Assert.Equal("aBCdefg!", Encoding.ASCII.GetString(disk.ToArray()));
    }

    [Fact]
    public void TellsOnceThatItEndsAndOthersNeedNotWait()
    {
        string path = Path.Combine(folder, "no", "film.gif");
        using Film film = new(path, 10);
        IOException failure = Assert.Throws<IOException>(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                film.Add(Frame(0), Width, Height);
            }
        });
        Assert.StartsWith($"{path}: the film ends here: ", failure.Message);
        Assert.Throws<IOException>(film.End);
    }

    [Fact]
    public void FramesOfAnotherSizeAreScaled()
    {
        string path = Path.Combine(folder, "film.webp");
        using (Film film = new(path, 10))
        {
            film.Add(Frame(0), Width, Height);
            film.Add(new byte[30 * 20 * 4], 30, 20);
            film.End();
        }

        Assert.Equal(2, Play(path).Length);
    }

    [Fact]
    public void RefusesOtherKinds() => Assert.Equal(
        "film.avi: a film is a .gif, a .webp or an .mp4. Name a file that ends so.",
        Assert.Throws<IOException>(() => new Film("film.avi", 10)).Message);

    /// <summary>A flat card with a square that moves, beside a still slope of colours.</summary>
    static byte[] Frame(int number)
    {
        byte[] rgba = new byte[Width * Height * 4];
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                bool isSquare = x < 20 && y >= number * 8 && y < number * 8 + 8 && x is >= 4 and < 12;
                ReadOnlySpan<byte> color = isSquare ? [0x46, 0xC9, 0x86, 255] : x < 20 ? [0x15, 0x18, 0x1F, 255]
                    : [(byte)(x * 4), (byte)(y * 5), (byte)(255 - x * 2), 255];
                color.CopyTo(rgba.AsSpan((y * Width + x) * 4));
            }
        }

        return rgba;
    }

    static (int Duration, byte[] Rgba)[] Play(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using SKCodec codec = SKCodec.Create(file, out SKCodecResult result);
        Assert.Equal(SKCodecResult.Success, result);
        Assert.Equal((Width, Height), (codec.Info.Width, codec.Info.Height));
        SKImageInfo info = new(Width, Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        SKCodecFrameInfo[] frames = codec.FrameInfo;
        using SKBitmap bitmap = new(info);
        return [.. frames.Select((frame, i) =>
        {
            Assert.Equal(SKCodecResult.Success, codec.GetPixels(info, bitmap.GetPixels(), new SKCodecOptions(i)));
            return (frame.Duration, bitmap.GetPixelSpan().ToArray());
        })];
    }

    /// <summary>A file on a disk with room for so many bytes.</summary>
    sealed class FullDisk(int room) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> bytes)
        {
            int fitting = (int)Math.Min(bytes.Length, room - Position);
            base.Write(bytes[..fitting]);
            if (fitting < bytes.Length)
            {
                throw new IOException("No space left on device");
            }
        }
    }
}
