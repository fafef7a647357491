namespace VkLearn.Rendering;

/// <summary>A file that can be played after each part that is added: a part that has no room is taken back.</summary>
/// <param name="file">Empty; it is this one's from now on.</param>
/// <param name="end">What stands behind the last part.</param>
sealed class FilmFile(Stream file, byte[] end) : IDisposable
{
    public FilmFile(string path, byte[] end) : this(
        new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0), end)
    {
    }

    /// <summary>Bytes of all parts.</summary>
    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> part)
    {
        try
        {
            file.Write(part);
            file.Write(end);
            Length += part.Length;
        }
        catch (IOException)
        {
            file.SetLength(Length);
            file.Position = Length;
            file.Write(end);
            throw;
        }
        finally
        {
            file.Position = Length;
        }
    }

    /// <summary>Writes over what is there.</summary>
    public void Set(long position, ReadOnlySpan<byte> bytes)
    {
        file.Position = position;
        file.Write(bytes);
        file.Position = Length;
    }

    public void Dispose() => file.Dispose();
}
