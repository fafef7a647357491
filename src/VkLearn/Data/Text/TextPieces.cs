using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>A text, of a file or of several, in the pieces that a unit takes it apart into; it knows where each of them stands.</summary>
sealed partial class TextPieces
{
    readonly List<(string Path, int First)> files = [];
    readonly List<string> pieces = [];

    /// <param name="unit">What they are.</param>
    TextPieces(TokenUnit unit) => Unit = unit;

    public TokenUnit Unit { get; }

    public IReadOnlyList<string> All => pieces;

    /// <summary>Of a text that no file holds.</summary>
    /// <param name="source">What to blame.</param>
    public static TextPieces Of(string text, TokenUnit unit, string source)
    {
        TextPieces made = new(unit);
        made.Add(source, Encoding.UTF8.GetBytes(text));
        return made;
    }

    /// <summary>Of a file, plain or packed, or of all <c>.txt</c> files of a folder and those in it, in the order of their names.</summary>
    /// <exception cref="DataException">There is none, it is empty, or no text of UTF-8.</exception>
    public static TextPieces Read(string path, TokenUnit unit)
    {
        TextPieces made = new(unit);
        foreach (string file in Directory.Exists(path) ? FilesIn(path) : [path])
        {
            made.Add(file, PackedFile.ReadAll(file));
        }

        return made.pieces.Count > 0 ? made : throw new DataException(path, "is empty: there is no text to learn from");
    }

    static IEnumerable<string> FilesIn(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new DataException(folder, "holds no file whose name ends in .txt");
    }

    void Add(string path, byte[] bytes)
    {
        files.Add((path, pieces.Count));
        if (Unit == TokenUnit.Byte)
        {
            pieces.AddRange(bytes.Select(value => Vocabulary.Bytes[value]));
            return;
        }

        string text = TextOf(path, bytes, "save it as that, or use unit: \"byte\"");
        pieces.AddRange(Unit == TokenUnit.Word ? Words().Matches(text).Select(word => string.Intern(word.Value))
            : text.EnumerateRunes().Select(rune => string.Intern(rune.ToString())));
    }

    /// <summary>A file's text of UTF-8.</summary>
    /// <param name="otherwise">What to do where it is none.</param>
    /// <exception cref="DataException">It is none; the message says which byte is at fault, and where.</exception>
    internal static string TextOf(string path, byte[] bytes, string otherwise)
    {
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble, text = bytes.AsSpan().StartsWith(mark) ? bytes.AsSpan(mark.Length) : bytes;
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw new DataException(path,
            $"is no text of UTF-8: {PlaceOfFault(text)}; {otherwise}");
    }

    static string PlaceOfFault(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return $"the byte {text[at]:x2} at {PlaceAfter(Encoding.UTF8.GetString(text[..at]))} begins no character";
    }

    /// <summary>Which file a piece is of.</summary>
    public string FileOf(int piece) => FileAt(piece).Path;

    /// <summary>Where in its file a piece stands: line 3, column 7.</summary>
    public string PlaceOf(int piece) => PlaceAfter(string.Concat(pieces[FileAt(piece).First..piece]));

    (string Path, int First) FileAt(int piece) => files.FindLast(file => file.First <= piece);

    static string PlaceAfter(string text)
    {
        int line = text.LastIndexOf('\n') + 1;
        return $"line {text.AsSpan().Count('\n') + 1}, column {text.AsSpan(line).ToString().EnumerateRunes().Count() + 1}";
    }

    [GeneratedRegex(@" ?[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*|[\uD800-\uDBFF][\uDC00-\uDFFF]|.", RegexOptions.Singleline)]
    private static partial Regex Words();
}
