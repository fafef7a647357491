using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>A file that is to be written.</summary>
public static class OutputFile
{
    /// <summary>Whether it can be: to be asked at the start, not after hours. Makes its folder.</summary>
    /// <param name="what">It is to hold, as the message says it: "picture".</param>
    /// <exception cref="IOException">It cannot; the message says why.</exception>
    public static void Check(string file, string what)
    {
        string whole = Path.GetFullPath(file), directory = Path.GetDirectoryName(whole) ?? whole;
        if (Directory.Exists(whole) || Path.GetFileName(whole) == "")
        {
            throw new IOException($"{file}: no {what} can be written there, it is a directory. Name a file in it.");
        }

        try
        {
            Directory.CreateDirectory(directory);
            string probe = ReplacedFile.NewNameBeside(whole);
            using (FileStream written = ReplacedFile.Create(probe))
            {
                written.WriteByte(0);
            }

            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{file}: no {what} can be written there: {error.Message}", error);
        }
    }
}
