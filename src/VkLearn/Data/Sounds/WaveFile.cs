using System.Buffers.Binary;
using NAudio.Wave;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// A WAV file: whole numbers of 8, 16, 24 or 32 bits or floating point numbers, of any rate and any number of channels, whose mean is
/// taken.
/// </summary>
static class WaveFile
{
    const int LowestRate = 1000, HighestRate = 1_000_000; // brought to another, a sound of one a second would be a million times as long

    /// <param name="path">What to blame.</param>
    /// <exception cref="DataException">It is no WAV file, is cut off, says nothing, or is packed in another way.</exception>
    public static Sound Read(string path, byte[] file)
    {
        CheckHeader(path, file);
        try
        {
            using WaveFileReader reader = new(new MemoryStream(file, writable: false));
            Check(path, reader);
            return new Sound(Mixed(path, reader, file.Length), reader.WaveFormat.SampleRate);
        }
        catch (Exception error) when (error is not DataException)
        {
            throw new DataException(path, $"is damaged, or no WAV file that can be read: {error.Message}", error);
        }
    }

    /// <summary>What the first bytes tell, before the reader is asked.</summary>
    static void CheckHeader(string path, byte[] file)
    {
        if (file.Length == 0)
        {
            throw new DataException(path, "is empty: 0 bytes; record it again, or remove it");
        }

        if (!Begins("RIFF"u8) && !Begins("RF64"u8))
        {
            throw new DataException(path, $"is no WAV file but {What()}; convert it to WAV, whatever its name ends in");
        }

        bool Begins(ReadOnlySpan<byte> mark) => file.AsSpan().StartsWith(mark);

        string What() => Begins("ID3"u8) || (file.Length > 1 && file[0] == 0xff && (file[1] & 0xe0) == 0xe0) ? "an MP3"
            : Begins("fLaC"u8) ? "FLAC"
            : Begins("OggS"u8) ? "Ogg"
            : $"something that begins with the bytes {Convert.ToHexString(file.AsSpan(0, Math.Min(4, file.Length)))}";
    }

    static void Check(string path, WaveFileReader reader)
    {
        WaveFormat format = reader.WaveFormat;
        if (Encoding(format) is not (WaveFormatEncoding.Pcm or WaveFormatEncoding.IeeeFloat))
        {
            throw new DataException(path, $"is packed as {Encoding(format)}; convert it to PCM or floating point");
        }

        if (format.Channels < 1 || format.SampleRate < 1 || format.BlockAlign < 1 || reader.Length < format.BlockAlign)
        {
            throw new DataException(path, format.Channels < 1 || format.SampleRate < 1 || format.BlockAlign < 1
                ? $"has {format.Channels} channels, {format.SampleRate} samples a second and {format.BlockAlign} bytes for one"
                : "has a length of zero: a heading, and no sound behind it");
        }

        if (format.SampleRate is < LowestRate or > HighestRate)
        {
            throw new DataException(path, $"has {format.SampleRate} samples a second, where {LowestRate} to {HighestRate} are read");
        }
    }

    static WaveFormatEncoding Encoding(WaveFormat format) =>
        (format as WaveFormatExtensible)?.ToStandardWaveFormat().Encoding ?? format.Encoding;

    /// <param name="most">Bytes that there can be, whatever the heading says.</param>
    static float[] Mixed(string path, WaveFileReader reader, int most)
    {
        (int channels, int bits) = (reader.WaveFormat.Channels, reader.WaveFormat.BitsPerSample);
        Func<ReadOnlySpan<byte>, float> sample = Decoder(Encoding(reader.WaveFormat), bits)
            ?? throw new DataException(path, $"has samples of {bits} bits, {Encoding(reader.WaveFormat)}; use 8, 16, 24 or 32 bits");
        byte[] bytes = new byte[Math.Min(reader.Length, most) / reader.WaveFormat.BlockAlign * reader.WaveFormat.BlockAlign];
        int read = reader.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        int size = bits / 8;
        float[] samples = new float[read / (size * channels)];
        for (int i = 0; i < samples.Length; i++)
        {
            float sum = 0;
            for (int channel = 0; channel < channels; channel++)
            {
                sum += sample(bytes.AsSpan((i * channels + channel) * size, size));
            }

            samples[i] = sum / channels;
        }

        return Array.FindIndex(samples, value => !float.IsFinite(value)) is >= 0 and var at
            ? throw new DataException(path, $"sample {at} is no number") : samples;
    }

    /// <summary>What makes a number from -1 to 1 of the bytes of one; null: there is none.</summary>
    static Func<ReadOnlySpan<byte>, float>? Decoder(WaveFormatEncoding encoding, int bits) => (encoding, bits) switch
    {
        (WaveFormatEncoding.Pcm, 8) => bytes => (bytes[0] - 128) / 128f,
        (WaveFormatEncoding.Pcm, 16) => bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768f,
        (WaveFormatEncoding.Pcm, 24) => bytes => ((bytes[0] << 8) | (bytes[1] << 16) | (bytes[2] << 24)) / 2147483648f,
        (WaveFormatEncoding.Pcm, 32) => bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648f,
        (WaveFormatEncoding.IeeeFloat, 32) => BinaryPrimitives.ReadSingleLittleEndian,
        (WaveFormatEncoding.IeeeFloat, 64) => bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => null,
    };
}
