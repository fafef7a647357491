using System.Globalization;

namespace VkLearn.Gpu;

/// <summary>
/// Replaces a file in one step, by one beside it that takes its name: who looks sees the old content or the whole new one. The file beside
/// has a name that nobody can guess and is made only where there is none, so that in a folder where others write, too, what they put
/// there, such as a link to a third file, is not written to.
/// </summary>
public static class ReplacedFile
{
    /// <exception cref="IOException">It cannot be written; what it was before is still there.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        string beside = NewNameBeside(path);
        try
        {
            using (FileStream file = Create(beside))
            {
                content(file);
            }

            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>A new name for a file beside another, of this process.</summary>
    public static string NewNameBeside(string path) =>
        NameBeside(path, $"{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Path.GetRandomFileName()}");

    /// <summary>The name by what stands in its middle.</summary>
    public static string NameBeside(string path, string middle) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{middle}.tmp");

    /// <summary>Makes a file, and follows no link to another.</summary>
    /// <exception cref="IOException">Something has that name, or it cannot be made.</exception>
    public static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
}
