using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>A sound that is played again and again, as fast as it would be heard.</summary>
/// <param name="made">Its samples, for so many a second; asked when it is opened.</param>
public sealed class PlayedSound(Func<int, float[]> made) : SoundStream
{
    float[] samples = [];
    int hertz;
    long played;

    /// <summary>A data set's waves, one after another.</summary>
    public static PlayedSound Of(Dataset waves) => new(_ => waves.Read(waves.Fields[0].Name));

    /// <summary>A WAV file.</summary>
    public static PlayedSound Of(string path) => new(hertz =>
        WaveFile.Read(path, PackedFile.ReadAll(path)).At(hertz).Samples is { Length: > 0 } samples ? samples
            : throw new DataException(path, $"is too short: nothing is left of it at {hertz} samples a second"));

    public override void Open(int hertz) => (this.hertz, samples) = (hertz, made(hertz));

    public override int Read(TimeSpan time, Span<float> samples)
    {
        long due = (long)(time.TotalSeconds * hertz), from = Math.Max(played, due - samples.Length);
        int count = (int)Math.Max(0, due - from);
        for (int i = 0; i < count; i++)
        {
            samples[i] = this.samples[(from + i) % this.samples.Length];
        }

        played = Math.Max(played, due);
        return count;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<SoundStream>.Add("WaveFile", "A WAV file that is played again and again.",
        settings => Of(settings.FilePath("path")));
}
