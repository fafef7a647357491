using System.IO.Compression;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>A file of bytes, plain or packed by gzip, which its content tells, not its name.</summary>
static class PackedFile
{
    /// <summary>What a packed file may come to: some bytes of gzip or zip can stand for gigabytes.</summary>
    public const int MostUnpacked = 1 << 30;

    /// <param name="read">Makes something of all that is in the file, unpacked.</param>
    /// <exception cref="DataException">The file is missing or torn, or <paramref name="read"/> refuses it.</exception>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (!IsGzip(file))
            {
                return read(file);
            }

            using GzipInput packed = new(path, file);
            using GZipStream content = new(packed, CompressionMode.Decompress, leaveOpen: true);
            T result = read(content);
            Drain(content);
            packed.CheckEnd();
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

    /// <summary>All that is in the file, unpacked: of a plain file up to 2 GiB, of a packed one up to <see cref="MostUnpacked"/>.</summary>
    /// <inheritdoc cref="Read{T}(string, Func{Stream, T})"/>
    public static byte[] ReadAll(string path) =>
        Read(path, content => ReadAll(path, content, content is FileStream ? Array.MaxLength : MostUnpacked));

    /// <param name="path">What to blame.</param>
    /// <param name="content">What is left of it is read.</param>
    /// <param name="most">Bytes that are taken.</param>
    /// <exception cref="DataException">It goes on behind them.</exception>
    public static byte[] ReadAll(string path, Stream content, int most)
    {
        byte[] bytes = ReadUpTo(content, most);
        return content.ReadByte() < 0 ? bytes : throw new DataException(path, FormattableString.Invariant(
            $"holds more than {most:n0} bytes{(content is FileStream ? "" : " when unpacked")}, and no more are read; make parts of it"));
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

    /// <summary>What was left unread is to be whole, too. By Read: CopyTo goes on beyond the end of gzip data.</summary>
    static void Drain(Stream content)
    {
        Span<byte> part = stackalloc byte[4096];
        while (content.Read(part) > 0)
        {
        }
    }

    static bool IsGzip(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        int count = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return count == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }
}
