using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// A text, whose last part is for the test: windows of tokens as column "tokens", and each token's next as "next". The vocabulary is that
/// of the part to learn from.
/// </summary>
public sealed class TextSource : DataSource
{
    string path;
    TextPieces? text;

    /// <param name="path">A file, or a folder of <c>.txt</c> files.</param>
    public TextSource(string path, StreamWindows windows) => (this.path, Windows) = (path, windows);

    public StreamWindows Windows { get; }

    public TokenUnit Unit { get; init; }

    /// <summary>Words at most of a vocabulary of words; the others are <see cref="Vocabulary.Unknown"/>.</summary>
    public int Words { get; init; } = 10_000;

    /// <summary>The share at the end that is for the test.</summary>
    public double Test { get; init; } = 0.1;

    public override string Loading => $"reading the text {path}";

    public override IReadOnlyList<Field> Fields => TokenStreams.Fields(Known, Windows);

    TextPieces Text => text ??= TextPieces.Read(path, Vocabulary.Read(PreparedBy)?.Unit ?? Unit);

    Vocabulary Known => Vocabulary.Read(PreparedBy) ?? Vocabulary.Of(Text, Ends().Train, Words);

    /// <summary>Where the part to learn from ends, and where that to validate by.</summary>
    (int Train, int Validation) Ends()
    {
        int all = (int)(Text.All.Count * (1 - Test));
        return ((int)(all * (1 - Validation)), all);
    }

    private protected override DataSource? Elsewhere(string path)
    {
        TextSource other = (TextSource)MemberwiseClone();
        (other.path, other.text) = (path, null);
        return other;
    }

    protected override Splits Make()
    {
        Vocabulary vocabulary = Known;
        int[] tokens = vocabulary.Encode(Text);
        (int train, int validation) = Ends();
        return new Splits(Part("train", ..train), Part("test", validation..),
            Validation > 0 ? Part("validation", train..validation) : null)
        {
            Preparation = vocabulary.Write(),
        };

        Dataset Part(string name, Range range) => TokenStreams.Of(name, tokens[range], new(vocabulary), Windows, path);
    }

    /// <summary>Reads <c>"window"</c> and <c>"carried"</c>.</summary>
    internal static StreamWindows ReadWindows(Settings settings) =>
        StreamWindows.OfNext(settings.Int("window", 64, min: 1, max: 1 << 16), settings.Flag("carried", false));

    static TextSource Of(Settings settings)
    {
        TokenUnit unit = settings.OneOf<TokenUnit>("unit", TokenUnit.Character);
        return new(settings.FilePath("file"), ReadWindows(settings))
        {
            Unit = unit,
            Words = unit == TokenUnit.Word ? settings.Int("words", 10_000, min: 2, max: 1 << 20) : 0,
            Test = settings.Number("test", 0.1, min: 0.001, max: 0.95),
        };
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("Text",
        "Windows of a text: a file, or the .txt files of a folder, taken apart into characters, bytes or words.", Of);
}
