using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

[Collection("gpu")]
public sealed class TimelineTests(GpuFixture fixture)
{
    private readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void AListRunsAsOftenAsItIsSubmitted()
    {
        using Affine affine = new(gpu, 100, bias: 1);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandList list = affine.Record(gpu);
        long made = gpu.VulkanObjectsMade;
        for (int i = 0; i < 20; i++)
        {
            gpu.Timeline.Submit(list, times: 50);
        }
        Assert.Equal(made, gpu.VulkanObjectsMade);
        float[] sum = new float[100];
        gpu.Staging.Download(affine.Sum, sum.AsSpan());
        Assert.All(sum, static value => Assert.Equal(1000, value)); // each run saw the one before
    }

    [Fact]
    public void ASubmitAllocatesNothing()
    {
        using Affine affine = new(gpu, 100);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandList list = affine.Record(gpu);
        gpu.Timeline.Submit(list, times: 20);
        gpu.WaitIdle();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            gpu.Timeline.Submit(list, times: 20);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void ThreeSubmitsMayBePending()
    {
        Assert.Equal(3, gpu.Timeline.MaxSubmitsInFlight);
        using Affine affine = new(gpu, 1 << 16);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandList list = affine.Record(gpu);
        gpu.WaitIdle();
        long waits = gpu.Timeline.Waits, submits = gpu.Timeline.Submits;
        ulong value = 0;
        for (int i = 0; i < 3; i++)
        {
            value = gpu.Timeline.Submit(list, times: 20);
        }
        Assert.Equal((waits, submits + 3, value), (gpu.Timeline.Waits, gpu.Timeline.Submits, gpu.Timeline.LastSubmitted));
        for (int i = 0; i < 10; i++)
        {
            value = gpu.Timeline.Submit(list, times: 20);
            Assert.True(gpu.Timeline.Completed + 3 >= value);
        }
        gpu.Timeline.Wait(value);
        Assert.Equal(value, gpu.Timeline.Completed);
    }

    [Fact]
    public void AValueThatNoSubmitSignalsIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => gpu.Timeline.Wait(gpu.Timeline.LastSubmitted + 1));

    [Fact]
    public void BuffersOutliveTheSubmitsThatUseThem()
    {
        using GpuDevice plain = GpuDevice.Open();
        Affine affine = new(plain, 1 << 16);
        plain.Staging.Fill(affine.X, 0, affine.X.Bytes);
        CommandList list = affine.Record(plain);
        plain.Timeline.Submit(list, times: 100);
        affine.Dispose();
        list.Dispose();
        plain.WaitIdle();
        Assert.Equal(0, plain.Memory.Statistics.Allocations);
    }
}
