using VkLearn.Gpu;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering.Targets;

/// <summary>An engine that samples it: Gpu/HostTests.cs.</summary>
[Collection("gpu")]
public sealed class HostTargetTests(GpuFixture fixture)
{
    [Fact]
    public void DrawsWhatTheHostThenSubmits()
    {
        GpuDevice gpu = fixture.Gpu; // plays the host too
        using HostTarget target = new(gpu, 5, 3);
        using CommandList list = gpu.Recorders.NewList("the host's");
        using CommandRecorder host = gpu.Recorders.Of(list, isFrame: false);
        host.Begin(default);
        target.CommandBuffer = list.Commands.Handle;
        Assert.True(target.TryBegin(out GpuImage image));
        target.Recorder.BeginDrawing(image, (1, 0, 1, 1));
        target.Recorder.EndDrawing(ImageUse.CopySource);
        target.End(target.Recorder);
        host.End();
        gpu.Timeline.Submit(list);
        gpu.HostSubmitted();
        Assert.All(target.ReadPixels().Chunk(4), static pixel => Assert.Equal([255, 0, 255, 255], pixel));
    }

    [Fact]
    public void SkipsFramesThatHaveNoCommandBuffer()
    {
        using HostTarget target = new(fixture.Gpu, 5, 3);
        Assert.False(target.TryBegin(out _));
        Assert.Equal("No frame was begun: call TryBegin first.",
            Assert.Throws<InvalidOperationException>(() => target.Recorder).Message);
    }
}
