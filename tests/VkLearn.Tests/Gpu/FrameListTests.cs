using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

[Collection("gpu")]
public sealed class FrameListTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void RecordsAnewAndMakesNothing()
    {
        using FrameList frames = gpu.NewFrames();
        using Affine affine = new(gpu, 32, bias: 1);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        byte[] arguments = affine.Arguments();
        long made = gpu.VulkanObjectsMade;
        for (int i = 0; i < 7; i++)
        {
            CommandRecorder recorder = frames.Begin();
            recorder.Dispatch(affine.Kernel, arguments, affine.Groups);
            Assert.Equal(gpu.Timeline.LastSubmitted + 1, frames.Submit(recorder));
        }
        Assert.Equal(made, gpu.VulkanObjectsMade);
        float[] sum = new float[32];
        gpu.Staging.Download(affine.Sum, sum.AsSpan());
        Assert.All(sum, static value => Assert.Equal(7, value));
    }

    [Fact]
    public void AFrameThatWasNotSubmittedIsDropped()
    {
        using FrameList frames = gpu.NewFrames(inFlight: 1);
        using GpuBuffer buffer = gpu.Memory.Allocate(4, "word");
        gpu.Staging.Fill(buffer, 0, 4, 1);
        frames.Begin().Fill(buffer, 0, 4, 2);
        CommandRecorder recorder = frames.Begin();
        frames.Submit(recorder);
        uint[] word = new uint[1];
        gpu.Staging.Download(buffer, word.AsSpan());
        Assert.Equal(1u, word[0]);
        using CommandRecorder other = gpu.BeginRecording("other");
        Assert.Throws<ArgumentException>(() => frames.Submit(other));
    }
}
