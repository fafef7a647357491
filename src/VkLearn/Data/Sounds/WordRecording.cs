using System.IO.Compression;
using System.Text.RegularExpressions;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>One recording of a word, by a file's name: <c>WORD/anything.wav</c>, or <c>WORD_SPEAKER_INDEX.wav</c> as of the Free Spoken
/// Digit Dataset.</summary>
/// <param name="Path">What to blame.</param>
/// <param name="Speaker">Empty: not known.</param>
/// <param name="Index">Which of that speaker's recordings of the word; -1: not known.</param>
sealed partial record WordRecording(string Path, string Word, string Speaker, int Index, byte[] File)
{
    /// <summary>All of a directory or a zip, in the order of their paths.</summary>
    /// <exception cref="DataException">There is none, or a file cannot be read.</exception>
    public static IReadOnlyList<WordRecording> All(string path)
    {
        WordRecording[] found = System.IO.File.Exists(path) ? [.. InZip(path)] : Directory.Exists(path) ? [.. InDirectory(path)]
            : throw new DataException(path, "there is no such directory or zip; check the path, or name your data's with --data PATH");
        return found.Length > 0 ? found : throw new DataException(path,
            "holds no recordings; those are WORD/anything.wav, a folder a word, or WORD_SPEAKER_INDEX.wav");
    }

    /// <summary>Whether it is a place of recordings: a zip, or a directory that has a WAV file.</summary>
    public static bool AreIn(string path) => System.IO.File.Exists(path) ? IsZip(path)
        : Directory.Exists(path) && Directory.EnumerateFiles(path, "*.wav", SearchOption.AllDirectories).Any();

    static bool IsZip(string path)
    {
        using FileStream file = System.IO.File.OpenRead(path);
        Span<byte> mark = stackalloc byte[4];
        return file.ReadAtLeast(mark, 4, throwOnEndOfStream: false) == 4 && mark.SequenceEqual("PK\x03\x04"u8);
    }

    static IEnumerable<WordRecording> InDirectory(string directory) =>
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(IsWave).Order(StringComparer.Ordinal)
            .Select(path => Of(path, PackedFile.ReadAll(path)));

    static List<WordRecording> InZip(string path)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            return [.. zip.Entries.Where(entry => IsWave(entry.FullName)).OrderBy(entry => entry.FullName, StringComparer.Ordinal)
                .Select(entry => Of($"{path}/{entry.FullName}", Bytes(path, entry)))];
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, $"is no zip that can be read: {error.Message}", error);
        }
    }

    static byte[] Bytes(string path, ZipArchiveEntry entry)
    {
        using Stream content = entry.Open();
        return PackedFile.ReadAll($"{path}/{entry.FullName}", content, PackedFile.MostUnpacked);
    }

    static bool IsWave(string path) => path.EndsWith(".wav", StringComparison.OrdinalIgnoreCase)
        && System.IO.Path.GetFileName(path)[0] != '.';

    static WordRecording Of(string path, byte[] file)
    {
        if (Parts().Match(System.IO.Path.GetFileNameWithoutExtension(path)) is { Success: true } name)
        {
            return new(path, name.Groups["word"].Value, name.Groups["speaker"].Value, int.Parse(name.Groups["index"].ValueSpan), file);
        }

        string folder = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(path)) ?? "";
        return new(path, folder, "", -1, file);
    }

    [GeneratedRegex(@"^(?<word>[^_]+)_(?<speaker>.+)_(?<index>\d{1,9})$")]
    private static partial Regex Parts();
}
