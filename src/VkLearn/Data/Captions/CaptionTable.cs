using System.Globalization;
using System.Text.RegularExpressions;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// A file of captions, a line each: an image's number from 0, its part (train, test, dev or none), its file's name, and what is said of it,
/// between tabs; images have as many lines as captions. Words are what stands between blanks and marks, in small letters.
/// </summary>
sealed partial class CaptionTable
{
    const int Number = 0, Part = 1, Name = 2, Text = 3, Fields = 4;

    static readonly string[] parts = [Train, Test, Dev, None];

    public const string Train = "train", Test = "test", Dev = "dev", None = "none";

    CaptionTable(string path, IReadOnlyList<CaptionedImage> images) => (Path, Images) = (path, images);

    public string Path { get; }

    public IReadOnlyList<CaptionedImage> Images { get; }

    /// <exception cref="DataException">The file is missing, no text of UTF-8, or a line is of another form; the message says which.
    /// </exception>
    public static CaptionTable Read(string path)
    {
        string text = TextPieces.TextOf(path, PackedFile.ReadAll(path), "save it as that");
        Dictionary<int, CaptionedImage> images = [];
        int line = 0;
        foreach (string row in text.Split('\n').Select(row => row.TrimEnd('\r')))
        {
            line++;
            if (row.Length > 0)
            {
                Add(path, images, line, row.Split('\t'));
            }
        }

        CaptionTable table = new(path, [.. images.Values.OrderBy(image => image.Number)]);
        return table.Has(Train) && table.Has(Test) ? table : throw new DataException(path,
            $"has no image of part \"{(table.Has(Train) ? Test : Train)}\"; some are to learn from and others to test on");
    }

    bool Has(string part) => Images.Any(image => image.Part == part);

    static void Add(string path, Dictionary<int, CaptionedImage> images, int line, string[] fields)
    {
        if (fields.Length != Fields || !int.TryParse(fields[Number], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || !parts.Contains(fields[Part]) || fields[Name].Length == 0)
        {
            throw new DataException(path, $"line {line}: an image's number, its part ({string.Join(", ", parts)}), its file's name and a "
                + $"caption are needed between tabs, received \"{string.Join("\\t", fields)}\"");
        }

        if (!images.TryGetValue(number, out CaptionedImage? image))
        {
            images.Add(number, image = new(number, fields[Part], fields[Name], line, []));
        }

        if (image.Part != fields[Part] || image.Name != fields[Name])
        {
            throw new DataException(path, $"line {line}: image {number} is \"{fields[Name]}\" of part \"{fields[Part]}\", but "
                + $"\"{image.Name}\" of part \"{image.Part}\" in line {image.Line}; an image has one name and is of one part");
        }

        image.Captions.Add(Words(fields[Text]));
    }

    /// <summary>A caption's words.</summary>
    internal static string[] Words(string caption) =>
        [.. Word().Matches(caption.ToLowerInvariant()).Select(word => string.Intern(word.Value))];

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)*")]
    private static partial Regex Word();
}

/// <summary>An image of a <see cref="CaptionTable"/>.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Line">Where it is named first, from 1.</param>
/// <param name="Captions">Words of what is said of it.</param>
sealed record CaptionedImage(int Number, string Part, string Name, int Line, List<string[]> Captions);
