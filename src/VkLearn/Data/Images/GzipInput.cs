using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// A gzip file (RFC 1952) for <see cref="System.IO.Compression.GZipStream"/>, which goes through members that follow each other and checks
/// the checksum and length at the end of each, but does not miss them where the last one's are cut off. So it is told of a zero after the
/// file's end: when a member has ended that is no other member, and it asks no more; when it asks on, the file is torn. Zeros that fill a
/// file up to a block are such an end too; what else follows is none.
/// </summary>
sealed class GzipInput : Stream
{
    readonly string path;
    readonly FileStream file;
    readonly long content, singly; // where only zeros follow; from where on a byte at a time, so that the last member's end is known
    bool isPastEnd;

    public GzipInput(string path, FileStream file)
    {
        const int memberEnd = 8; // the checksum and the length, which may themselves end in zeros
        (this.path, this.file) = (path, file);
        content = WithoutZeros(file);
        singly = Math.Max(0, content - memberEnd);
        file.Position = 0;
    }

    /// <summary>The file's length without zeros at its end.</summary>
    static long WithoutZeros(FileStream file)
    {
        Span<byte> part = stackalloc byte[4096];
        for (long end = file.Length; end > 0;)
        {
            long begin = Math.Max(0, end - part.Length);
            file.Position = begin;
            Span<byte> read = part[..(int)(end - begin)];
            file.ReadExactly(read);
            if (read.LastIndexOfAnyExcept((byte)0) is >= 0 and var last)
            {
                return begin + last + 1;
            }

            end = begin;
        }

        return 0;
    }

    /// <summary>To be called when all was unpacked: nothing but zeros may be left.</summary>
    /// <exception cref="DataException">Something else is.</exception>
    public void CheckEnd()
    {
        if (!isPastEnd && file.Position <= content)
        {
            throw new DataException(path, $"goes on after its gzip data, up to byte {content}, with what is no gzip data; "
                + "fetch the file again, or take that away");
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        long left = file.Position < singly ? singly - file.Position : 1;
        int count = file.Read(buffer[..(int)Math.Min(left, buffer.Length)]);
        return count > 0 ? count : PastEnd(buffer);
    }

    int PastEnd(Span<byte> buffer)
    {
        if (isPastEnd)
        {
            throw new DataException(path, $"ends at byte {file.Length}, within its gzip data; the file is torn, fetch it again");
        }

        isPastEnd = true;
        buffer[0] = 0;
        return 1;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
