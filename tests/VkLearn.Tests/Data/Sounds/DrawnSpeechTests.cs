using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data.Sounds;

/// <summary>Words and strings of digits that are spoken by <see cref="FormantSynthesizer"/>.</summary>
[Collection("gpu")]
public sealed class DrawnSpeechTests(GpuFixture fixture)
{
    static readonly Voice voice = new(Pitch: 125, Scale: 1, Rate: 1, Breath: 0);

    static Sound Speak(string word, Voice by) =>
        new FormantSynthesizer(by, new CounterRandom(1, 2)).Speak(Phoneme.Digits.First(digit => digit.Word == word).Sounds);

    /// <summary>The power at a frequency, of the middle of a sound.</summary>
    static double Power(Sound sound, double hertz)
    {
        int length = 800, from = (sound.Samples.Length - length) / 2;
        (double real, double imaginary) = (0, 0);
        for (int i = 0; i < length; i++)
        {
            double angle = 2 * Math.PI * hertz * i / sound.Hertz, window = 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / length);
            real += window * sound.Samples[from + i] * Math.Cos(angle);
            imaginary += window * sound.Samples[from + i] * Math.Sin(angle);
        }

        return real * real + imaginary * imaginary;
    }

    /// <summary>Loudest of the harmonics from one frequency to another.</summary>
    static double Loudest(Sound sound, double from, double to) =>
        Enumerable.Range((int)from, (int)(to - from)).MaxBy(hertz => Power(sound, hertz));

    [Fact]
    public void VowelsResonateAtTheirFormants()
    {
        Sound vowel = new FormantSynthesizer(voice with { Pitch = 80 }, new CounterRandom(1, 2)).Speak(
            [new Phoneme(400, (600, 1500, 2500), 1)]);
        Assert.InRange(Loudest(vowel, 400, 900), 520, 680);
        Assert.InRange(Loudest(vowel, 1200, 2000), 1400, 1600);
        Assert.All(vowel.Samples, x => Assert.InRange(x, -2, 2));
    }

    [Fact]
    public void FrictionIsHighAndAFasterVoiceShorter()
    {
        Sound friction = new FormantSynthesizer(voice, new CounterRandom(1, 2)).Speak([new Phoneme(300, (300, 1600, 2500), 0, 0.5f, 3500)]);
        double Band(double from, double to) => Enumerable.Range(0, 20).Sum(i => Power(friction, from + i * (to - from) / 20));
        Assert.True(Band(3000, 3900) > 10 * Band(300, 1200));
        Assert.True(Speak("seven", voice with { Rate = 1.5f }).Samples.Length < 0.8 * Speak("seven", voice).Samples.Length);
    }

    [Fact]
    public void VoicesDifferAndNoWordIsSaidTwiceAlike()
    {
        Voice[] voices = [.. Enumerable.Range(0, 20).Select(number => Voice.Of(1, number))];
        Assert.Equal(20, voices.Select(one => one.Pitch).Distinct().Count());
        Assert.All(voices, one => Assert.InRange(one.Pitch, 80, 260));
        Splits words = Words(noise: 0);
        Assert.Equal(40, words.Train.Read("wave").Chunk(8000).Select(word => word.Sum(x => x * x)).Distinct().Count());
        Assert.Equal([0, 1, 2, 3], words.Train.Read("label")[..4]);
        Assert.Equal("zero", ((Meaning.Label)words.Train["label"].Meaning).Names[0]);
        Assert.Equal(Words(noise: 0).Train.Read("wave"), words.Train.Read("wave")); // the same seed, the same words
    }

    Splits Words(float noise) => new DrawnWordsSource(40, 10, 4, 1, noise, 1, new WordSplit()).Load(fixture.Gpu);

    [Fact]
    public void RecordingsAreTakenInTheirPlace()
    {
        string folder = TempFolder.New();
        File.WriteAllBytes(Path.Combine(folder, "no_ann_0.wav"), []);
        DataSource taken = new DrawnWordsSource(40, 10, 4, 1, 0, 1, new WordSplit()).At(folder);
        Assert.IsType<WaveSource>(taken);
        Assert.Equal([8000], taken.Item);
    }

    [Fact]
    public void StringsSayTheirDigitsInTheirLength()
    {
        Dataset data = new DrawnDigitStringsSource(60, 10, 4, 4, 1, 0, 2).Load(fixture.Gpu).Train;
        (float[] waves, float[] labels, float[] lengths) = (data.Read("wave"), data.Read("label"), data.Read("length"));
        for (int i = 0; i < 60; i++)
        {
            int count = labels[(4 * i)..(4 * i + 4)].TakeWhile(label => label >= 0).Count();
            Assert.InRange(count, 1, 4);
            Assert.All(labels[(4 * i + count)..(4 * i + 4)], label => Assert.Equal(-1, label));
            Assert.InRange(lengths[i], 1200 * count, 16_000);
            Assert.All(waves[(16_000 * i + (int)lengths[i])..(16_000 * (i + 1))], x => Assert.Equal(0, x));
        }
    }
}
