using System.Collections;

namespace VkLearn.Data;

/// <summary>
/// The words of captions, each by its number: first <see cref="End"/>, <see cref="Start"/> and <see cref="Unknown"/>, then those that are
/// learned, the most frequent first; from <see cref="Learned"/> on those that are too rare for it, or of other captions only. A model takes
/// such for <see cref="Unknown"/>; a measure still sees what was said.
/// </summary>
public sealed class CaptionWords : IReadOnlyList<string>
{
    /// <summary>What stands after each caption's last word.</summary>
    public const int End = 0;

    /// <summary>What stands before its first.</summary>
    public const int Start = 1;

    /// <summary>Any word that is not learned.</summary>
    public const int Unknown = 2;

    /// <summary>Fills captions up to a common length.</summary>
    public const int None = -1;

    const string Type = "CaptionWords", WordsKey = "words";

    static readonly string[] signs = ["<end>", "<start>", "<unknown>"];

    readonly string[] words;
    readonly Dictionary<string, int> numbers;

    CaptionWords(IEnumerable<string> learned, IEnumerable<string> others)
    {
        string[] known = [.. signs, .. learned];
        (Learned, words) = (known.Length, [.. known, .. others]);
        numbers = words.Select((word, number) => (word, number)).ToDictionary(one => one.word, one => one.number);
    }

    /// <summary>How many numbers a model learns, signs among them.</summary>
    public int Learned { get; }

    public int Count => words.Length;

    public string this[int number] => words[number];

    /// <summary>Of captions to learn from those words that stand in them often enough.</summary>
    /// <param name="leastCount">How often a word must stand there.</param>
    internal static CaptionWords Of(IEnumerable<string[]> toLearn, int leastCount) => new(
        toLearn.SelectMany(caption => caption).GroupBy(word => word).Where(group => group.Count() >= leastCount)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key), []);

    /// <summary>The same with more words that are not learned.</summary>
    internal CaptionWords With(IEnumerable<string[]> captions)
    {
        string[] learned = words[signs.Length..Learned];
        return new(learned, captions.SelectMany(caption => caption).Distinct().Except(learned).Order(StringComparer.Ordinal));
    }

    /// <summary>A caption's numbers, <see cref="End"/> behind them, filled up.</summary>
    internal int[] Encode(string[] caption, int length) =>
    [
        .. caption.Select(word => numbers[word]), End, .. Enumerable.Repeat(None, length - caption.Length - 1),
    ];

    /// <summary>The words before the end of what was written.</summary>
    public string[] Decode(IEnumerable<int> tokens) =>
        [.. tokens.TakeWhile(token => token is not (End or None)).Select(token => words[token])];

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)words).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What is learned, for a checkpoint (<see cref="DataSource.PreparedBy"/>), whatever source of captions it is of.</summary>
    internal string Write() => Preparation.Write(Type, writer => writer.WriteTexts(WordsKey, words[signs.Length..Learned]));

    /// <summary>One that was written; null where none was.</summary>
    internal static CaptionWords? Read(string? text) =>
        Preparation.Read(Type, text) is { } read ? new(read.GetProperty(WordsKey).Texts(), []) : null;
}
