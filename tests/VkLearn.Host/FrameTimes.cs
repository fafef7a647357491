using System.Diagnostics;

namespace HostEngine;

/// <summary>How long frames took, from one begin to the next; without the first, in which drivers compile.</summary>
sealed class FrameTimes
{
    const int WarmUp = 10;

    readonly List<double> milliseconds = [];
    long last;
    int begun;

    public void Begin()
    {
        long now = Stopwatch.GetTimestamp();
        if (begun++ > WarmUp)
        {
            milliseconds.Add(Stopwatch.GetElapsedTime(last, now).TotalMilliseconds);
        }
        last = now;
    }

    /// <summary>The time in milliseconds that a share of the frames did not exceed; 0 without frames.</summary>
    public double Percentile(double share)
    {
        double[] sorted = [.. milliseconds.Order()];
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}
