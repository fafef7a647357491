using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

[Collection("gpu")]
public sealed class CommandRecorderTests(GpuFixture fixture)
{
    private readonly GpuDevice gpu = fixture.Gpu;

    [Theory, InlineData(1f), InlineData(-2.5f)]
    public void SpecialisesConstants(float scale)
    {
        using Affine affine = new(gpu, 100, scale, bias: 3);
        gpu.Staging.Upload<float>([.. Enumerable.Range(0, 100)], affine.X);
        using CommandList list = affine.Record(gpu);
        gpu.Timeline.Submit(list);
        float[] y = new float[100];
        gpu.Staging.Download(affine.Y, y.AsSpan());
        Assert.Equal(Enumerable.Range(0, 100).Select(x => scale * x + 3), y);
    }

    [Fact]
    public void AKernelIsMadeOnce()
    {
        Kernel first = gpu.GetKernel(Affine.Code, 32, ("SCALE", 7f));
        long made = gpu.VulkanObjectsMade;
        Assert.Same(first, gpu.GetKernel(Affine.Code, 32, ("SCALE", 7f)));
        Assert.Equal(made, gpu.VulkanObjectsMade);
        Assert.NotSame(first, gpu.GetKernel(Affine.Code, 32, ("SCALE", 8f)));
        Assert.NotSame(first, gpu.GetKernel(Affine.Code));
    }

    [Fact]
    public void CopiesAndFillsInOrder()
    {
        using GpuBuffer source = gpu.Memory.Allocate(16, "source"), target = gpu.Memory.Allocate(16, "target");
        using CommandRecorder recorder = gpu.BeginRecording("copies");
        recorder.Fill(source, 0, 16, 5);
        recorder.Fill(target, 0, 16, 6);
        recorder.Barrier();
        recorder.Copy(source, 0, target, 8, 4);
        using CommandList list = recorder.End();
        gpu.Timeline.Submit(list);
        uint[] words = new uint[4];
        gpu.Staging.Download(target, words.AsSpan());
        Assert.Equal([6, 6, 5, 6], words);
    }

    [Fact]
    public void TakesGroupCountsFromABuffer()
    {
        using Affine affine = new(gpu, 96, bias: 1);
        using GpuBuffer counts = gpu.Memory.Allocate(16, "counts");
        gpu.Staging.Upload<uint>([0, 2, 1, 1], counts); // two of three groups
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandRecorder recorder = gpu.BeginRecording("indirect");
        recorder.DispatchIndirect(affine.Kernel, affine.Arguments(), counts, 4);
        using CommandList list = recorder.End();
        gpu.Timeline.Submit(list);
        float[] sum = new float[96];
        gpu.Staging.Download(affine.Sum, sum.AsSpan());
        Assert.Equal(Enumerable.Range(0, 96).Select(static i => i < 64 ? 1f : 0f), sum);
    }

    [Fact]
    public void RefusesWrongArgumentsAndTooManyGroups()
    {
        using Affine affine = new(gpu, 16);
        using CommandRecorder recorder = gpu.BeginRecording("refused");
        Assert.Equal("Kernel \"Affine.comp\" takes 36 bytes of arguments, received 32.",
            Assert.Throws<ArgumentException>(() => recorder.Dispatch(affine.Kernel, new byte[32], 1)).Message);
        Assert.StartsWith($"Kernel \"Affine.comp\": 1 x {uint.MaxValue} x 1 workgroups are more than the device takes: ",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => recorder.Dispatch(affine.Kernel, affine.Arguments(), 1, uint.MaxValue)).Message);
    }

    [Fact]
    public void AListIsSubmittedOnlyOnceItIsWhole()
    {
        using CommandRecorder recorder = gpu.BeginRecording("twice");
        using CommandList list = recorder.End();
        Assert.Equal("The recording of command list \"twice\" has ended.",
            Assert.Throws<InvalidOperationException>(recorder.Barrier).Message);
        list.Dispose();
        Assert.Throws<ObjectDisposedException>(() => gpu.Timeline.Submit(list));
    }

    [Fact]
    public void NotesTimes()
    {
        Assert.SkipUnless(gpu.Info.HasTimestamps, "the device has no timestamps");
        using GpuTimer timer = gpu.NewTimer(3);
        using Affine affine = new(gpu, 4096);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandRecorder recorder = gpu.BeginRecording("timed");
        recorder.Timestamp(timer, 0);
        recorder.Dispatch(affine.Kernel, affine.Arguments(), affine.Groups);
        recorder.Timestamp(timer, 1);
        using CommandList list = recorder.End();
        gpu.Timeline.Submit(list);
        long[] times = timer.Read();
        Assert.Equal((0, -1), (times[0], times[2]));
        Assert.InRange(times[1], 1, 10_000_000_000);
    }
}
