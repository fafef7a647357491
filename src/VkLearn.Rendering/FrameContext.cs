using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>What a view needs to draw one frame.</summary>
public sealed class FrameContext
{
    public required GpuDevice Gpu { get; init; }
    public required CommandRecorder Recorder { get; init; }
    public required TimeSpan Time { get; init; }
}
