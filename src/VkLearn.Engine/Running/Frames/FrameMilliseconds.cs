using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>How long the last 300 frames took, from one to the next: what half of them, and 99 of 100, did not exceed.</summary>
public readonly record struct FrameMilliseconds(double P50, double P99)
{
    internal static FrameMilliseconds? Of(FrameTimes? times) =>
        times is { Count: > 0 } ? new(times.Percentile(0.5), times.Percentile(0.99)) : null;
}
