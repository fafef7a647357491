using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Recordings of words, a folder a word, or of names like <c>7_jackson_32.wav</c>, in a directory or a zip: column "wave", each brought to
/// one rate and one length, "label", and "length", how many samples are the recording's own.
/// </summary>
/// <param name="hertz">Samples a second.</param>
/// <param name="seconds">What each is brought to: shorter ones by silence behind, of longer ones the loudest part is taken.</param>
public sealed class WaveSource(string path, int hertz, double seconds, WordSplit split) : DataSource
{
    internal const string Wave = "wave", Length = "length";

    IReadOnlyList<WordRecording>? recordings;

    public override string Loading => $"reading the recordings in {path}";

    public override IReadOnlyList<Field> Fields => FieldsOf(hertz, SamplesOf(hertz, seconds), Words);

    IReadOnlyList<WordRecording> Recordings => recordings ??= WordRecording.All(path);

    /// <summary>By label: those that were learned, or those there are.</summary>
    string[] Words => Preparation.Read(this, PreparedBy)?.GetProperty("words").Texts()
        ?? [.. Recordings.Select(one => one.Word).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Known without a look at the files.</summary>
    public override Shape Item => [SamplesOf(hertz, seconds)];

    internal static int SamplesOf(int hertz, double seconds) => (int)Math.Round(hertz * seconds);

    /// <summary>What a set of words has.</summary>
    internal static IReadOnlyList<Field> FieldsOf(int hertz, int samples, IReadOnlyList<string> words) =>
    [
        new(Wave, DType.Float32, [samples], new Meaning.Wave(hertz)),
        new(Dataset.Label, DType.Int32, [], new Meaning.Label(words)),
        new(Length, DType.Int32, [], new Meaning.Quantity("samples")),
    ];

    private protected override DataSource? Elsewhere(string path) => new WaveSource(path, hertz, seconds, split);

    protected override Splits Make()
    {
        string[] words = Words;
        if (Recordings.FirstOrDefault(one => !words.Contains(one.Word)) is { } odd)
        {
            throw new DataException(odd.Path, $"\"{odd.Word}\" is no word that was learned; those are {string.Join(", ", words)}");
        }

        bool[] tested = split.Tested(path, Recordings);
        return new Splits(Part("train", words, tested, false), Part("test", words, tested, true))
        {
            Preparation = Preparation.Write(this, writer => writer.WriteTexts("words", words)),
        };
    }

    Dataset Part(string name, string[] words, bool[] tested, bool isTest)
    {
        WordRecording[] part = [.. Recordings.Where((_, i) => tested[i] == isTest)];
        Sound[] sounds = new Sound[part.Length];
        DataException?[] refused = new DataException[part.Length];
        Parallel.For(0, part.Length, i =>
        {
            try
            {
                sounds[i] = WaveFile.Read(part[i].Path, part[i].File).At(hertz);
            }
            catch (DataException error)
            {
                refused[i] = error;
            }
        });
        return refused.FirstOrDefault(error => error is not null) is { } first ? throw first
            : Of(name, hertz, SamplesOf(hertz, seconds), words, sounds, [.. part.Select(one => Array.IndexOf(words, one.Word))]);
    }

    /// <summary>A data set of words.</summary>
    /// <param name="labels">Which word each sound is.</param>
    internal static Dataset Of(string name, int hertz, int samples, IReadOnlyList<string> words, Sound[] sounds, int[] labels)
    {
        (float[] waves, int[] lengths) = (new float[sounds.Length * samples], new int[sounds.Length]);
        for (int i = 0; i < sounds.Length; i++)
        {
            lengths[i] = sounds[i].CopyTo(waves.AsSpan(i * samples, samples));
        }

        IReadOnlyList<Field> fields = FieldsOf(hertz, samples, words);
        return Dataset.Of(name, new Column(fields[0], waves), new Column(fields[1], labels), new Column(fields[2], lengths));
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("Wave",
        "Recordings of words: WAV files, a folder a word, or of names like WORD_SPEAKER_INDEX.wav, in a directory or a zip.",
        settings => new WaveSource(settings.FilePath("path"), settings.Int("hertz", 8000, min: 1000, max: 192_000),
            settings.Number("seconds", 1, min: 0.01, max: 600), WordSplit.Read(settings)));
}
