using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data.Sounds;

[Collection("gpu")]
public sealed class WaveSourceTests(GpuFixture fixture)
{
    readonly string folder = TempFolder.New();

    string Path(string name)
    {
        string path = System.IO.Path.Combine(folder, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    void Write(string name, byte[] bytes) => File.WriteAllBytes(Path(name), bytes);

    /// <summary>A WAV file of samples that are encoded.</summary>
    internal static byte[] Wave(byte[] samples, int hertz = 8000, int bits = 16, int channels = 1, int format = 1)
    {
        byte[] head = new byte[44];
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), 36 + samples.Length);
        "WAVEfmt "u8.CopyTo(head.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(20), (short)format);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(22), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(24), hertz);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(28), hertz * channels * bits / 8);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(32), (short)(channels * bits / 8));
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(34), (short)bits);
        "data"u8.CopyTo(head.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(40), samples.Length);
        return [.. head, .. samples];
    }

    static byte[] Word(float value, int length = 4) =>
        Wave([.. Enumerable.Repeat(BitConverter.GetBytes((short)(value * 32768)), length).SelectMany(x => x)]);

    /// <summary>What is to be brought to another rate would be as many times as long.</summary>
    [Theory, InlineData(1), InlineData(2_000_000)]
    public void ARateThatNoSoundHasIsRefused(int hertz) => Assert.StartsWith($"a.wav: has {hertz} samples a second, where 1000 to",
        Assert.Throws<DataException>(() => WaveFile.Read("a.wav", Wave(new byte[8], hertz))).Message);

    [Theory, InlineData(8, 1), InlineData(16, 1), InlineData(24, 1), InlineData(32, 1), InlineData(32, 3), InlineData(64, 3)]
    public void SamplesOfEachKindAreTheSameNumbers(int bits, int format)
    {
        double[] values = [0.5, -0.25, 0, -1];
        byte[] bytes = [.. values.SelectMany(x => (bits, format) switch
        {
            (8, _) => [(byte)(x * 128 + 128)],
            (16, _) => BitConverter.GetBytes((short)(x * 32768)),
            (24, _) => BitConverter.GetBytes((int)(x * 8388608))[..3],
            (32, 1) => BitConverter.GetBytes((int)(x * 2147483648)),
            (32, _) => BitConverter.GetBytes((float)x),
            _ => BitConverter.GetBytes(x),
        })];
        Assert.Equal(values.Select(x => (float)x), WaveFile.Read("a.wav", Wave(bytes, bits: bits, format: format)).Samples);
        Sound stereo = WaveFile.Read("a.wav", Wave(bytes, hertz: 44_100, bits, channels: 2, format));
        Assert.Equal([0.125f, -0.5f], stereo.Samples); // the mean of both
        Assert.Equal(44_100, stereo.Hertz);
    }

    [Fact]
    public void AnotherRateTellsTheSame()
    {
        float[] Tone(double hertz, int rate) =>
            [.. Enumerable.Range(0, rate / 4).Select(i => (float)Math.Sin(2 * Math.PI * hertz * i / rate))];
        float[] down = new Sound(Tone(440, 44_100), 44_100).At(8000).Samples, up = new Sound(Tone(440, 4000), 4000).At(8000).Samples;
        Assert.Equal(2000, down.Length);
        foreach ((float expected, float a, float b) in Tone(440, 8000).Zip(down, up).Skip(200).Take(1600))
        {
            Assert.InRange(a - expected, -2e-3f, 2e-3f);
            Assert.InRange(b - expected, -2e-3f, 2e-3f);
        }

        float[] gone = new Sound(Tone(6000, 44_100), 44_100).At(8000).Samples; // above what 8 kHz can tell
        Assert.True(gone.Skip(200).Take(1600).Max(MathF.Abs) < 5e-3f);
    }

    [Fact]
    public void NamesSayWordSpeakerAndIndex()
    {
        foreach (string speaker in (string[])["ann", "bob"])
        {
            for (int i = 0; i < 7; i++)
            {
                Write($"in/no_{speaker}_{i}.wav", Word(0.25f, 6));
                Write($"in/yes_{speaker}_{i}.wav", Word(-0.5f, 2));
            }
        }

        Splits first = Load(new WordSplit()), left = Load(new WordSplit(WordSplitBy.Speaker, "bob"));
        Assert.Equal((8, 20), (first.Train.Count, first.Test.Count));
        Assert.Equal((14, 14), (left.Train.Count, left.Test.Count));
        Assert.Equal(["no", "yes"], ((Meaning.Label)first.Test["label"].Meaning).Names);
        Assert.Equal(new Meaning.Wave(8000), first.Test["wave"].Meaning);
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], first.Train.Read("wave")[..4]);  // cut
        Assert.Equal([-0.5f, -0.5f, 0, 0], first.Train.Read("wave")[^4..]);         // silence behind
        Assert.Equal([4, 4, 4, 4, 2, 2, 2, 2], first.Train.Read("length"));
        Assert.Contains("has no speaker \"eve\"", Refused(new WordSplit(WordSplitBy.Speaker, "eve")));

        ZipFile.CreateFromDirectory(folder, Path("../zip"));
        Assert.Equal(20, Load(new WordSplit(), Path("../zip")).Test.Count);
        File.Delete(Path("../zip"));
    }

    [Fact]
    public void FoldersAreWords()
    {
        for (int i = 0; i < 5; i++)
        {
            Write($"go/{i}.wav", Word(0.1f));
            Write($"halt/{i}.wav", Word(0.2f));
        }

        Splits data = Load(new WordSplit());
        Assert.Equal((8, 2), (data.Train.Count, data.Test.Count));
        Assert.Equal([0, 1], data.Test.Read("label"));
        Assert.Contains("say no speakers", Refused(new WordSplit(WordSplitBy.Speaker)));
        Write("stop/0.wav", Word(0.3f));
        WaveSource prepared = new(folder, 8000, 0.0005, new WordSplit()) { PreparedBy = data.Preparation };
        Assert.Contains("\"stop\" is no word that was learned; those are go, halt",
            Assert.Throws<DataException>(() => prepared.Load(fixture.Gpu)).Message);
    }

    [Theory, InlineData("", "is empty: 0 bytes"), InlineData("ID3\u0004 and music", "is no WAV file but an MP3")]
    [InlineData("\u00ff\u00fb\u0090 frame", "is no WAV file but an MP3"), InlineData("fLaC", "but FLAC"), InlineData("OggS", "but Ogg")]
    [InlineData("<html>", "begins with the bytes 3C68746D"), InlineData("RIFF", "is damaged")]
    public void WhatIsNoWaveFileIsNamed(string content, string message)
    {
        Write("no/a.wav", Encoding.Latin1.GetBytes(content));
        Write("no/b.wav", Word(0.5f));
        string refused = Refused(new WordSplit());
        Assert.Contains(message, refused);
        Assert.Contains("a.wav", refused);
    }

    [Fact]
    public void ASoundOfNoLengthOrPackedIsNamed()
    {
        Assert.Contains("has a length of zero", RefusedFile(Wave([])));
        Assert.Contains("is packed as MuLaw", RefusedFile(Wave([1, 2, 3, 4], bits: 8, format: 7)));
        Assert.Contains("samples of 12 bits", RefusedFile(Wave([1, 2, 3, 4], bits: 12)));
        Assert.Contains("sample 1 is no number", RefusedFile(Wave(
            [.. BitConverter.GetBytes(0f), .. BitConverter.GetBytes(float.NaN)], bits: 32, format: 3)));
        Assert.Contains("holds no recordings", Refused(new WordSplit()));

        static string RefusedFile(byte[] file) => Assert.Throws<DataException>(() => WaveFile.Read("a.wav", file)).Message;
    }

    [Fact]
    public void EveryTruncationIsRefusedOrRead()
    {
        byte[] whole = Wave(Enumerable.Range(0, 40).Select(i => (byte)i).ToArray());
        for (int length = 0; length < whole.Length; length++)
        {
            try
            {
                Assert.NotEmpty(WaveFile.Read("a.wav", whole[..length]).Samples);
            }
            catch (DataException)
            {
            }
        }
    }

    Splits Load(WordSplit split, string? path = null) => new WaveSource(path ?? folder, 8000, 0.0005, split).Load(fixture.Gpu);

    string Refused(WordSplit split) => Assert.Throws<DataException>(() => Load(split)).Message;
}
