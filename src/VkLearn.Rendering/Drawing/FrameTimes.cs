namespace VkLearn.Rendering;

/// <summary>How long the last frames took, from one to the next.</summary>
public sealed class FrameTimes
{
    const int Kept = 300;

    readonly double[] milliseconds = new double[Kept], sorted = new double[Kept];
    int next;

    /// <summary>Frames that are counted, at most 300.</summary>
    public int Count { get; private set; }

    /// <summary>The time that a share of the frames did not exceed, in milliseconds; 0 before the second frame.</summary>
    /// <param name="share">0.5 for the median, 0.99 for p99.</param>
    public double Percentile(double share)
    {
        if (Count == 0)
        {
            return 0;
        }
        milliseconds.AsSpan(0, Count).CopyTo(sorted);
        Array.Sort(sorted, 0, Count);
        return sorted[Math.Clamp((int)Math.Ceiling(share * Count) - 1, 0, Count - 1)];
    }

    internal void Add(double frame)
    {
        milliseconds[next] = frame;
        next = (next + 1) % Kept;
        Count = Math.Min(Count + 1, Kept);
    }
}
