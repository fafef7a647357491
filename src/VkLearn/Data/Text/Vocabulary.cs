using System.Collections;
using System.Globalization;
using System.Text;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>The characters, bytes or words that a text is made of, each by its number: a token.</summary>
public sealed class Vocabulary : IReadOnlyList<string>
{
    /// <summary>Stands for each word that is none of a vocabulary of words, and is its first.</summary>
    public const string Unknown = "<unknown>";

    /// <summary>What each byte is called: its letter, or its number.</summary>
    internal static IReadOnlyList<string> Bytes { get; } =
        [.. Enumerable.Range(0, 256).Select(value => value is '\n' or (>= ' ' and <= '~') ? $"{(char)value}" : $"<{value:x2}>")];

    readonly string[] words;
    readonly Dictionary<string, int> numbers;

    /// <param name="words">By number, each once.</param>
    public Vocabulary(TokenUnit unit, IReadOnlyList<string> words)
    {
        (Unit, this.words) = (unit, [.. words]);
        numbers = this.words.Select((word, number) => (word, number)).ToDictionary(one => one.word, one => one.number);
    }

    public TokenUnit Unit { get; }

    public int Count => words.Length;

    public string this[int number] => words[number];

    /// <summary>The number of a word; 0, which is <see cref="Unknown"/>, of one that is none of a vocabulary of words.</summary>
    public int NumberOf(string word) => numbers.GetValueOrDefault(word);

    /// <summary>The vocabulary of what a field holds; one that is known by its words only is of characters.</summary>
    public static Vocabulary Of(Meaning.Tokens meaning) =>
        meaning.Vocabulary as Vocabulary ?? new(TokenUnit.Character, meaning.Vocabulary);

    /// <summary>That of the first pieces of a text: characters in Unicode's order, all bytes, or the most frequent words.</summary>
    /// <param name="count">How many pieces to look at: those to learn from.</param>
    /// <param name="most">Words at most.</param>
    internal static Vocabulary Of(TextPieces text, int count, int most)
    {
        IEnumerable<string> seen = text.All.Take(count);
        return new(text.Unit, text.Unit switch
        {
            TokenUnit.Byte => Bytes,
            TokenUnit.Character => [.. seen.Distinct().Order(StringComparer.Ordinal)],
            _ => [Unknown, .. seen.GroupBy(word => word).OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal).Take(most - 1).Select(group => group.Key)],
        });
    }

    /// <summary>The tokens of a text.</summary>
    /// <param name="source">Where it is from, to be blamed.</param>
    /// <exception cref="DataException">It has a character that the vocabulary lacks; the message says which, and where.</exception>
    public int[] Encode(string text, string source) => Encode(TextPieces.Of(text, Unit, source));

    /// <inheritdoc cref="Encode(string, string)"/>
    internal int[] Encode(TextPieces text)
    {
        int[] tokens = new int[text.All.Count];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = numbers.TryGetValue(text.All[i], out int number) ? number : Unit == TokenUnit.Word ? 0 : throw Lacks(text, i);
        }

        return tokens;
    }

    DataException Lacks(TextPieces text, int piece) => new(text.FileOf(piece), string.Create(CultureInfo.InvariantCulture,
        $"{text.PlaceOf(piece)}: {Quoted(text.All[piece])} is none of the {Count} characters that were learned: {Known()}"));

    string Known()
    {
        const int most = 100;
        return string.Concat(words.Where(word => !char.IsControl(word[0])).Take(most)) + (Count > most ? " and more" : "");
    }

    static string Quoted(string character) => $"'{character}' (U+{Rune.GetRuneAt(character, 0).Value:X4})";

    /// <summary>The text of tokens.</summary>
    public string Decode(IEnumerable<int> tokens) => Unit == TokenUnit.Byte
        ? Encoding.UTF8.GetString([.. tokens.Select(token => (byte)token)]) : string.Concat(tokens.Select(token => words[token]));

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)words).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    const string Type = "Vocabulary", UnitKey = "unit", WordsKey = "words";

    /// <summary>For a checkpoint (<see cref="DataSource.PreparedBy"/>), whatever source of texts it is of.</summary>
    internal string Write() => Preparation.Write(Type, writer =>
    {
        writer.WriteString(UnitKey, $"{Unit}");
        writer.WriteTexts(WordsKey, words);
    });

    /// <summary>One that was written; null where none was.</summary>
    internal static Vocabulary? Read(string? text) => Preparation.Read(Type, text) is { } read
        ? new(Enum.Parse<TokenUnit>(read.GetProperty(UnitKey).GetString()!), read.GetProperty(WordsKey).Texts()) : null;
}
