using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Strings of digits, each spoken in one voice of a synthesiser of our own (<see cref="FormantSynthesizer"/>), with short pauses: columns
/// "wave", "label", which digits they are in order and -1 behind the last, and "length", samples that are spoken. The voices of the test
/// are none that are heard in training.
/// </summary>
/// <param name="most">Digits at most; fewer are spoken where the length would not do.</param>
/// <param name="voices">How many speak in training; a quarter as many others, and one at least, in the test.</param>
/// <param name="seed">Below 2^31.</param>
/// <param name="noise">Noise behind each, at most so many times as loud as it.</param>
/// <param name="seconds">What each is brought to, by silence behind.</param>
public sealed class DrawnDigitStringsSource(int train, int test, int most, int voices, int seed, float noise, double seconds) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have

    static readonly string[] words = [.. Phoneme.Digits.Select(digit => digit.Word)];

    int Samples => WaveSource.SamplesOf(FormantSynthesizer.Hertz, seconds);

    public override string Loading => $"speaking {train} strings of digits, and {test} for the test";

    public override IReadOnlyList<Field> Fields =>
    [
        new(WaveSource.Wave, DType.Float32, [Samples], new Meaning.Wave(FormantSynthesizer.Hertz)),
        new(Dataset.Label, DType.Int32, [most], new Meaning.Label(words)),
        new(WaveSource.Length, DType.Int32, [], new Meaning.Quantity("samples")),
    ];

    protected override Splits Make() => new(Speak(train, (uint)seed, 0, voices, "train"),
        Speak(test, (uint)seed | ForTest, voices, Math.Max(1, voices / 4), "test"));

    Dataset Speak(int count, uint from, int firstVoice, int voices, string name)
    {
        (float[] waves, int[] labels, int[] lengths) = (new float[count * Samples], new int[count * most], new int[count]);
        Array.Fill(labels, -1);
        Parallel.For(0, count, i => lengths[i] = Speak(new CounterRandom(from, (uint)i), firstVoice + i % voices,
            waves.AsSpan(i * Samples, Samples), labels.AsSpan(i * most, most)));
        IReadOnlyList<Field> fields = Fields;
        return Dataset.Of(name, new Column(fields[0], waves), new Column(fields[1], labels), new Column(fields[2], lengths));
    }

    /// <returns>How many samples are spoken.</returns>
    int Speak(CounterRandom random, int number, Span<float> wave, Span<int> labels)
    {
        Voice voice = Voice.Of((uint)seed, number).Varied(ref random);
        int count = 1 + random.Below(most), end = 0;
        for (int i = 0; i < count; i++)
        {
            int digit = random.Below(words.Length), pause = random.Below(3);
            Phoneme[] sounds = [.. Enumerable.Repeat(Phoneme.Pause, pause), .. Phoneme.Digits[digit].Sounds];
            Sound spoken = new FormantSynthesizer(voice, new CounterRandom((uint)random.Below(int.MaxValue), (uint)i)).Speak(sounds);
            if (end + spoken.Samples.Length > wave.Length)
            {
                break;
            }

            spoken.Samples.CopyTo(wave[end..]);
            (labels[i], end) = (digit, end + spoken.Samples.Length);
        }

        float loudness = 0;
        foreach (float x in wave[..end])
        {
            loudness += x * x / Math.Max(1, end);
        }

        loudness = MathF.Sqrt(loudness) * noise * random.Uniform();
        for (int i = 0; i < wave.Length; i++)
        {
            wave[i] += loudness * random.Normal();
        }

        return end;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnDigitStrings",
        "Strings of digits, spoken by a small formant synthesiser in several voices, others in the test.",
        settings => new DrawnDigitStringsSource(
            settings.Int("train", 2000, min: 1, max: 100_000), settings.Int("test", 300, min: 1, max: 100_000),
            settings.Int("most", 5, min: 1, max: 100), settings.Int("voices", 16, min: 1, max: 10_000), settings.Int("seed", 1, min: 0),
            settings.Float("noise", 0.1f, min: 0, max: 10), settings.Number("seconds", 3.2, min: 1, max: 60)));
}
