using System.Buffers.Binary;
using System.IO.Compression;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>A file of bytes, plain or packed by gzip, which its content tells, not its name.</summary>
static class PackedFile
{
    /// <param name="read">Makes something of all that is in the file, unpacked, and says how many bytes that was.</param>
    /// <exception cref="DataException">The file is missing or torn, or <paramref name="read"/> refuses it.</exception>
    public static T Read<T>(string path, Func<Stream, (T Result, long Bytes)> read)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            bool gzip = IsGzip(file);
            using Stream content = gzip ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
            (T result, long bytes) = read(content);
            if (gzip)
            {
                CheckGzipEnd(path, file, bytes);
            }

            return result;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(path, "there is no such file; check the path, or name your data's directory with --data DIR", error);
        }
        catch (InvalidDataException error)
        {
            throw new DataException(path, $"the gzip data is damaged ({error.Message}); fetch the file again", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, $"cannot be read: {error.Message}", error);
        }
    }

    /// <summary>
    /// Reads a length, or what there is of it. Grows with what is really there, so that a junk header cannot ask for gigabytes.
    /// </summary>
    public static byte[] ReadUpTo(Stream content, int length)
    {
        byte[] bytes = new byte[Math.Min(length, 1 << 20)];
        for (int count = 0; ;)
        {
            count += content.ReadAtLeast(bytes.AsSpan(count), bytes.Length - count, throwOnEndOfStream: false);
            if (count < bytes.Length)
            {
                return bytes[..count];
            }

            if (count == length)
            {
                return bytes;
            }

            Array.Resize(ref bytes, (int)Math.Min(length, 2L * count));
        }
    }

    static bool IsGzip(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        int count = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return count == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }

    /// <summary>GZipStream does not miss a checksum that was cut off; the length, a gzip file's last four bytes, shows the cut.</summary>
    static void CheckGzipEnd(string path, FileStream file, long length)
    {
        const int least = 18; // of a header and an end; GZipStream takes less for an empty file
        if (file.Length < least)
        {
            throw new DataException(path,
                $"ends at byte {file.Length}, gzip data has {least} bytes or more; the file is torn, fetch it again");
        }

        Span<byte> end = stackalloc byte[4];
        file.Position = file.Length - end.Length;
        file.ReadExactly(end);
        uint told = BinaryPrimitives.ReadUInt32LittleEndian(end);
        if (told != (uint)length)
        {
            throw new DataException(path,
                $"the gzip data ends (byte {file.Length - 4}) with length {told}, but {length} bytes came out; " +
                $"the file is torn, fetch it again");
        }
    }
}
