using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>Texts as data sets: windows of tokens, and each token's next.</summary>
static class TokenStreams
{
    public const string Tokens = "tokens", Next = "next";

    public static IReadOnlyList<Field> Fields(Vocabulary vocabulary, StreamWindows windows)
    {
        Meaning meaning = new Meaning.Tokens(vocabulary);
        return [new(Tokens, DType.Int32, [windows.Length], meaning), new(Next, DType.Int32, [windows.Target], meaning)];
    }

    /// <param name="path">What to blame where there are too few tokens.</param>
    /// <exception cref="DataException">There are fewer than a window takes.</exception>
    public static Dataset Of(string name, int[] tokens, Meaning.Tokens meaning, StreamWindows windows, string path) =>
        tokens.Length >= windows.Span
            ? Dataset.Of(name, new Column(Tokens, tokens, [], meaning), Next, windows)
            : throw new DataException(path, $"is too short: its part for {name} has {tokens.Length} tokens, a window of "
                + $"{windows.Length} and the one that follows take {windows.Span}. Take a longer text, or a smaller \"window\"");
}
