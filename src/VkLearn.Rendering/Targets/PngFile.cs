using StbImageSharp;
using StbImageWriteSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>Pictures as files: rows from the top, each pixel red, green, blue, alpha.</summary>
public static class PngFile
{
    const int PixelBytes = 4;

    /// <summary>Writes under another name first, so that who looks at the path sees the old picture or the whole new one.</summary>
    /// <param name="path">Its folder is made when it is not there.</param>
    /// <param name="rgba">The pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <exception cref="ArgumentException">The pixels are not width x height.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> rgba, int width, int height)
    {
        if (rgba.Length != (long)width * height * PixelBytes)
        {
            throw new ArgumentException(
                $"{path}: a picture of {width} x {height} pixels has {(long)width * height * PixelBytes} bytes, received {rgba.Length}.");
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        byte[] pixels = rgba.ToArray();
        ReplacedFile.Write(path, file =>
        {
            using BufferedStream buffered = new(file);
            new ImageWriter().WritePng(pixels, width, height, StbImageWriteSharp.ColorComponents.RedGreenBlueAlpha, buffered);
        });
    }

    /// <summary>Reads a PNG, JPEG, BMP or TGA.</summary>
    /// <exception cref="InvalidDataException">It is none of these.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (byte[] Rgba, int Width, int Height) Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            ImageResult image = ImageResult.FromMemory(bytes, StbImageSharp.ColorComponents.RedGreenBlueAlpha);
            return (image.Data, image.Width, image.Height);
        }
        catch (Exception failure) // the decoder throws any kind for a damaged file
        {
            throw new InvalidDataException($"{path} is not a picture that can be read (PNG, JPEG, BMP, TGA): {failure.Message}", failure);
        }
    }
}
