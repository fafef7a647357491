namespace VkLearn.Engine;

/// <summary>How many steps fit into a time, counted out by how long the last ones took.</summary>
sealed class StepTimes
{
    int most = 1;
    bool isWarm;

    /// <summary>How long a step takes; null while nothing typical was measured.</summary>
    public TimeSpan? PerStep { get; private set; }

    /// <summary>As many steps as fit, at least one, at most twice as many as there ever were: the first measures may be far off.</summary>
    public int Fitting(TimeSpan time)
    {
        int fitting = PerStep is { } one ? (int)Math.Clamp(time / one, 1, Math.Min(2L * most, int.MaxValue)) : 1;
        most = Math.Max(most, fitting);
        return fitting;
    }

    /// <summary>Takes note of how long steps took. The very first is not typical: drivers compile kernels in it.</summary>
    public void Took(int count, TimeSpan time)
    {
        if (isWarm)
        {
            PerStep = TimeSpan.FromTicks(Math.Max(1, time.Ticks / count));
        }

        isWarm = true;
    }

    /// <summary>How long so many steps will take; null while nothing is known.</summary>
    public TimeSpan? For(long count) => count == 0 ? TimeSpan.Zero : PerStep * count;
}
