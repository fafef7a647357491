using System.Globalization;
using System.Text;
using VkLearn.Data;

namespace VkLearn.Formats;

/// <summary>
/// A directory of one process at a time, as a file in it that is held open: <c>.lock</c>. It stays when it is let go of, and a process that
/// is killed lets go of it too. Two objects of one process exclude each other as well.
/// </summary>
public sealed class DirectoryLock : IDisposable
{
    const string Name = ".lock";
    const int LongestProcess = 10; // digits of its number

    readonly FileStream file;

    DirectoryLock(FileStream file) => this.file = file;

    /// <param name="directory">Made if it is not there.</param>
    /// <exception cref="DataException">Another holds it; the file says which process, for a person.</exception>
    /// <exception cref="IOException">The directory cannot be written to.</exception>
    public static DirectoryLock Take(string directory)
    {
        string path = Path.Combine(directory, Name);
        try
        {
            Directory.CreateDirectory(directory);
            RefuseLink(path);
            FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            if (!IsLock(file))
            {
                file.Dispose();
                throw NoLock(path);
            }

            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return new(file);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
        catch (IOException error) when (IsHeld(path))
        {
            throw new DataException(directory, "another run keeps its checkpoints there now. Wait for its end, or name another directory.",
                error);
        }
    }

    /// <summary>In a folder where others write, too, it may be a link to a file that is to be kept.</summary>
    static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            throw NoLock(path);
        }
    }

    static IOException NoLock(string path) => new($"{path} is a link or no lock of VkLearn's, and is not written to. Take it away.");

    /// <summary>Whether it holds what this writes, or nothing: a link may have come there since.</summary>
    static bool IsLock(FileStream file)
    {
        Span<byte> content = stackalloc byte[LongestProcess + 1];
        int length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length <= LongestProcess && !content[..length].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <summary>Whether the file is there and opens for nobody, while others beside it could be written.</summary>
    static bool IsHeld(string path)
    {
        try
        {
            using FileStream opened = new(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => file.Dispose();
}
