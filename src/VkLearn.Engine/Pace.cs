namespace VkLearn.Engine;

/// <summary>
/// How many steps to queue until the next look at them: as many as fill a share of a second, so that a run can be watched and ended,
/// and the device is rarely left without work.
/// </summary>
sealed class Pace
{
    static readonly TimeSpan look = TimeSpan.FromSeconds(0.2);

    double secondsPerStep;
    int steps;

    /// <summary>The next number of steps; at first one, then at most twice the last.</summary>
    /// <param name="timeLeft">What a run that ends by time still has.</param>
    public int Next(TimeSpan? timeLeft)
    {
        double seconds = Math.Min(look.TotalSeconds, timeLeft?.TotalSeconds ?? double.MaxValue);
        double fitting = secondsPerStep > 0 ? seconds / secondsPerStep : 1;
        return steps = (int)Math.Clamp(fitting, 1, Math.Min(2L * Math.Max(steps, 1), int.MaxValue));
    }

    /// <summary>Takes note of how long steps took. The very first is not typical: drivers compile kernels in it.</summary>
    public void Took(int count, TimeSpan time)
    {
        bool isFirst = secondsPerStep == 0;
        secondsPerStep = isFirst ? double.Epsilon : Math.Max(1e-7, time.TotalSeconds / count);
    }

    /// <summary>How long so many steps will take; null while nothing is known.</summary>
    public TimeSpan? For(long count) =>
        count == 0 ? TimeSpan.Zero : secondsPerStep > double.Epsilon ? TimeSpan.FromSeconds(count * secondsPerStep) : null;
}
