using System.IO.Compression;
using System.Text;
using VkLearn.Data;

namespace VkLearn.Tests;

/// <summary>Small PNG files (ISO 15948) of 8 bits a channel.</summary>
static class SmallPng
{
    /// <param name="channels">1 grey, 2 with opacity, 3 red, green and blue, interleaved.</param>
    public static string Write(byte[] pixels, int rows, int columns, int channels)
    {
        string path = Path.Combine(TempFolder.New(), "image.png");
        using FileStream file = File.Create(path);
        file.Write([0x89, .. "PNG\r\n"u8, 0x1a, 0x0a]);
        Chunk(file, "IHDR", [0, 0, 0, (byte)columns, 0, 0, 0, (byte)rows, 8, channels switch { 1 => 0, 2 => 4, _ => 2 }, 0, 0, 0]);
        using MemoryStream data = new();
        using (ZLibStream packed = new(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (byte[] row in pixels.Chunk(columns * channels))
            {
                packed.Write([0, .. row]); // 0: no filter
            }
        }

        Chunk(file, "IDAT", data.ToArray());
        Chunk(file, "IEND", []);
        return path;
    }

    static void Chunk(Stream file, string type, byte[] content)
    {
        int length = content.Length;
        byte[] chunk = [.. Encoding.ASCII.GetBytes(type), .. content];
        uint crc = PngChecksums.Crc(chunk);
        file.Write([0, (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. chunk]);
        file.Write([(byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc]);
    }
}
