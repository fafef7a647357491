using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

/// <summary>A device without timeline semaphores keeps its pace by fences.</summary>
[Collection("gpu")]
public sealed class FenceTests : IDisposable
{
    private readonly List<GpuMessage> messages = [];
    private readonly GpuDevice gpu;

    public FenceTests() =>
        gpu = GpuDevice.Open(new GpuOptions { Validation = true, HideFeature = "timelineSemaphore", Message = messages.Add });

    public void Dispose()
    {
        gpu.Dispose();
        Assert.Empty(messages);
    }

    [Fact]
    public void DoesNotUseWhatItLacks() => Assert.DoesNotContain("timelineSemaphore", gpu.Info.Uses);

    [Fact]
    public void SubmitsMakeAndAllocateNothing()
    {
        using Affine affine = new(gpu, 100, bias: 1);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandList list = affine.Record(gpu);
        gpu.Timeline.Submit(list, times: 20);
        gpu.WaitIdle();
        long made = gpu.VulkanObjectsMade, before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 199; i++) // the fences go round three times
        {
            gpu.Timeline.Submit(list, times: 20);
        }
        Assert.Equal((made, before), (gpu.VulkanObjectsMade, GC.GetAllocatedBytesForCurrentThread()));
        float[] sum = new float[100];
        gpu.Staging.Download(affine.Sum, sum.AsSpan());
        Assert.All(sum, static value => Assert.Equal(4000, value));
        Assert.Equal(gpu.Timeline.LastSubmitted, gpu.Timeline.Completed);
    }

    [Fact]
    public void MoreUploadsThanFencesMayBePending()
    {
        using Affine affine = new(gpu, 1 << 16);
        using GpuBuffer words = gpu.Memory.Allocate(300 * sizeof(int), "words");
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandList list = affine.Record(gpu);
        gpu.Timeline.Submit(list, times: 100);
        for (int i = 0; i < 300; i++)
        {
            gpu.Staging.Upload<int>([i], words, i * sizeof(int));
        }
        int[] found = new int[300];
        gpu.Staging.Download(words, found.AsSpan());
        Assert.Equal(Enumerable.Range(0, 300), found);
    }

    [Fact]
    public async Task ManyThreadsWait()
    {
        using Affine affine = new(gpu, 100, bias: 1);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandList list = affine.Record(gpu);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                ulong value = gpu.Timeline.Submit(list);
                gpu.Timeline.Wait(value);
                Assert.True(gpu.Timeline.Completed >= value);
            }
        })));
        float[] sum = new float[100];
        gpu.Staging.Download(affine.Sum, sum.AsSpan());
        Assert.All(sum, static value => Assert.Equal(400, value));
    }

    [Fact]
    public void BuffersOutliveTheSubmitsThatUseThem()
    {
        Affine affine = new(gpu, 1 << 16);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        CommandList list = affine.Record(gpu);
        gpu.Timeline.Submit(list, times: 100);
        affine.Dispose();
        list.Dispose();
        gpu.WaitIdle();
        Assert.Equal(0, gpu.Memory.Statistics.Allocations);
    }
}
