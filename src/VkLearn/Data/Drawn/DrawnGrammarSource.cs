using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Sentences that VkLearn writes itself, by a grammar of which it is known how well their letters can be foretold
/// (<see cref="Meaning.Tokens.BestNats"/>). A user's own text is taken in their place.
/// </summary>
/// <param name="train">Letters to learn from.</param>
/// <param name="test">Letters for the test.</param>
/// <param name="seed">Below 2^31; the same seed gives the same text on every machine.</param>
public sealed class DrawnGrammarSource(int train, int test, int seed, StreamWindows windows) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have
    const string Source = "the drawn grammar";

    /// <summary>The nats that a letter tells on the average, to who knows all that was written before.</summary>
    public static double Entropy => DrawnGrammar.Entropy;

    public override string Loading => $"writing {train} letters by a small grammar, and {test} for the test";

    public override IReadOnlyList<Field> Fields => TokenStreams.Fields(Known, windows);

    Vocabulary Known => Vocabulary.Read(PreparedBy) ?? new(TokenUnit.Character, DrawnGrammar.Letters);

    private protected override DataSource? Elsewhere(string path) => new TextSource(path, windows);

    protected override Splits Make()
    {
        string tested = DrawnGrammar.Write(test, (uint)seed | ForTest);
        int kept = (int)(train * Validation);
        string learned = DrawnGrammar.Write(train, (uint)seed);
        return new Splits(Part("train", learned[..^kept]), Part("test", tested), kept > 0 ? Part("validation", learned[^kept..]) : null)
        {
            Preparation = Known.Write(),
        };
    }

    Dataset Part(string name, string text)
    {
        Meaning.Tokens meaning = new(Known) { BestNats = name == "test" ? DrawnGrammar.NatsOf(text, windows) : null };
        return TokenStreams.Of(name, Known.Encode(text, Source), meaning, windows, Source);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnGrammar",
        "Sentences by a small grammar, of whose letters it is known how well they can be foretold; or a text of one's own.",
        settings => new DrawnGrammarSource(
            settings.Int("train", 400_000, min: 2, max: 100_000_000), settings.Int("test", 40_000, min: 2, max: 10_000_000),
            settings.Int("seed", 1, min: 0), TextSource.ReadWindows(settings)));
}
