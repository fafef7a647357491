using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// The digits from zero to nine, spoken by a small synthesiser of our own (<see cref="FormantSynthesizer"/>), columns as of
/// <see cref="WaveSource"/>. The voices of the test are none that are heard in training. Recordings are taken in their place.
/// </summary>
/// <param name="voices">How many speak in training; a quarter as many others, and one at least, in the test.</param>
/// <param name="seed">Below 2^31.</param>
/// <param name="noise">Noise behind each, at most so many times as loud as it.</param>
/// <param name="seconds">What each is brought to.</param>
/// <param name="split">How recordings that are taken in their place are divided.</param>
public sealed class DrawnWordsSource(int train, int test, int voices, int seed, float noise, double seconds, WordSplit split) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have

    static readonly string[] words = [.. Phoneme.Digits.Select(digit => digit.Word)];

    int Samples => WaveSource.SamplesOf(FormantSynthesizer.Hertz, seconds);

    public override string Loading => $"speaking {train} words, and {test} for the test";

    public override IReadOnlyList<Field> Fields => WaveSource.FieldsOf(FormantSynthesizer.Hertz, Samples, words);

    private protected override DataSource? Elsewhere(string path) => WordRecording.AreIn(path)
        ? new WaveSource(path, FormantSynthesizer.Hertz, seconds, split) : null;

    protected override Splits Make() => new(Speak(train, (uint)seed, 0, voices, "train"),
        Speak(test, (uint)seed | ForTest, voices, Math.Max(1, voices / 4), "test"));

    Dataset Speak(int count, uint from, int firstVoice, int voices, string name)
    {
        (Sound[] sounds, int[] labels) = (new Sound[count], [.. Enumerable.Range(0, count).Select(i => i % words.Length)]);
        Parallel.For(0, count, i =>
        {
            CounterRandom random = new(from, (uint)i);
            Voice voice = Voice.Of((uint)seed, firstVoice + i / words.Length % voices).Varied(ref random);
            sounds[i] = Placed(new FormantSynthesizer(voice, random).Speak(Phoneme.Digits[labels[i]].Sounds), random);
        });
        return WaveSource.Of(name, FormantSynthesizer.Hertz, Samples, words, sounds, labels);
    }

    /// <summary>Anywhere in the length, with noise behind it.</summary>
    Sound Placed(Sound word, CounterRandom random)
    {
        float loudness = MathF.Sqrt(word.Samples.Average(x => x * x)) * noise * random.Uniform();
        float[] all = new float[Math.Max(Samples, word.Samples.Length)];
        word.Samples.CopyTo(all, random.Below(all.Length - word.Samples.Length + 1));
        for (int i = 0; i < all.Length; i++)
        {
            all[i] += loudness * random.Normal();
        }

        return word with { Samples = all };
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnWords",
        "The digits as words, spoken by a small formant synthesiser in several voices, others in the test; or recordings of one's own.",
        settings => new DrawnWordsSource(settings.Int("train", 3000, min: 1, max: 200_000), settings.Int("test", 500, min: 1, max: 200_000),
            settings.Int("voices", 16, min: 1, max: 10_000), settings.Int("seed", 1, min: 0),
            settings.Float("noise", 0.2f, min: 0, max: 10), settings.Number("seconds", 1, min: 0.01, max: 60), WordSplit.Read(settings)));
}
