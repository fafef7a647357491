namespace VkLearn.Data;

/// <summary>
/// A sound that goes on while it is listened to: a microphone, a line, a file that is played. VkLearn has none for microphones, as every
/// system has its own; one of yours overrides <see cref="Open"/> and <see cref="Read"/>, and is named in scenes by what it adds itself to
/// the catalogue as.
/// </summary>
public abstract class SoundStream : IDisposable
{
    /// <summary>Begins, once, before it is first read.</summary>
    /// <param name="hertz">Samples a second that are to come, whatever the device has.</param>
    /// <exception cref="Formats.DataException">It cannot be had; the message says why, and what to do.</exception>
    public abstract void Open(int hertz);

    /// <summary>The next samples, from -1 to 1; never waits. What is live gives those that came, what is played those that are due; where
    /// there are more than have room, the newest.</summary>
    /// <param name="time">Since it was opened.</param>
    /// <returns>How many there are.</returns>
    public abstract int Read(TimeSpan time, Span<float> samples);

    public virtual void Dispose() { }
}
