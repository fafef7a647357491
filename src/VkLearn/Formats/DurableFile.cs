using System.Runtime.InteropServices;
using System.Text;
using VkLearn.Gpu;

namespace VkLearn.Formats;

/// <summary>
/// Writes a file so that its name always means something whole, whenever the process or the machine ends: what it was before, or the new
/// content. The content goes to a file beside it, is on the disk, then takes its name, and then that is on the disk too.
/// </summary>
static class DurableFile
{
    static readonly TimeSpan longestWrite = TimeSpan.FromHours(1);

    /// <exception cref="IOException">It cannot be written; what it was before is still there.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        string temporary = ReplacedFile.NewNameBeside(path); // others that write the same file have their own
        try
        {
            WriteThrough(temporary, content);
            File.Move(temporary, path, overwrite: true);
            SyncDirectory(Path.GetDirectoryName(temporary)!);
            ForgetAbandoned(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Forget(temporary);
            string kept = File.Exists(path) ? " The file of before is still there." : "";
            throw new IOException($"{path}: cannot be written: {e.Message}{kept}", e);
        }
    }

    static void WriteThrough(string temporary, Action<Stream> content)
    {
        using FileStream file = ReplacedFile.Create(temporary);
        content(file);
        file.Flush(flushToDisk: true);
    }

    /// <summary>What processes left that were killed while they wrote it: nobody writes that long.</summary>
    static void ForgetAbandoned(string path)
    {
        string pattern = Path.GetFileName(ReplacedFile.NameBeside(path, "*"));
        foreach (string left in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, pattern)
            .Where(file => DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > longestWrite))
        {
            Forget(left);
        }
    }

    static void Forget(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is in trouble already, and the name is written over next time.
        }
    }

    /// <summary>A new name is safe once its directory is on the disk; Windows does that itself, and .NET opens no directories.</summary>
    static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int file = Open(Encoding.UTF8.GetBytes(directory + '\0'), 0);
        if (file >= 0)
        {
            Sync(file); // some file systems refuse it for a directory, and those need none
            Close(file);
        }
    }

    // Blittable, so that neither unsafe code nor marshalling is needed.
    [DllImport("libc", EntryPoint = "open")]
    static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    static extern int Sync(int file);

    [DllImport("libc", EntryPoint = "close")]
    static extern int Close(int file);
}
