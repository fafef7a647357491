using System.Runtime.InteropServices;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

[Collection("gpu")]
public sealed class GpuReadbackTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void ReadsOnceTheListIsDoneWithoutAWait()
    {
        using GpuBuffer source = gpu.Memory.Allocate(16, "source");
        using GpuReadback readback = gpu.NewReadback(8, "readback");
        using FrameList frames = gpu.NewFrames();
        uint[] words = new uint[2];
        Span<byte> bytes = MemoryMarshal.AsBytes(words.AsSpan());
        for (uint i = 1; i <= 3; i++)
        {
            gpu.Staging.Upload<uint>([0, i, 10 * i, 0], source);
            CommandRecorder recorder = frames.Begin();
            recorder.CopyToReadback(source, 8, 4, readback, intoOffset: 4);
            recorder.CopyToReadback(source, 4, 4, readback);
            Assert.Equal(i > 1, readback.TryRead(bytes)); // what the last frame brought
            long before = gpu.Staging.BytesDownloaded;
            ulong value = frames.Submit(recorder);
            Assert.Equal(8, gpu.Staging.BytesDownloaded - before);
            gpu.Timeline.Wait(value);
            long waits = gpu.Timeline.Waits;
            Assert.True(readback.TryRead(bytes));
            Assert.Equal(waits, gpu.Timeline.Waits);
            Assert.Equal([i, 10 * i], words);
        }
    }

    [Fact]
    public void AReplayedListBringsTheLastValue()
    {
        using Affine affine = new(gpu, 32, bias: 1);
        using GpuReadback readback = gpu.NewReadback(4, "sum");
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandRecorder recorder = gpu.BeginRecording("step");
        recorder.Dispatch(affine.Kernel, affine.Arguments(), affine.Groups);
        recorder.Barrier();
        recorder.CopyToReadback(affine.Sum, 124, 4, readback);
        using CommandList list = recorder.End();
        float[] sum = new float[1];
        Assert.False(readback.TryRead(MemoryMarshal.AsBytes(sum.AsSpan())));
        gpu.Timeline.Wait(gpu.Timeline.Submit(list, times: 5));
        Assert.True(readback.TryRead(MemoryMarshal.AsBytes(sum.AsSpan())));
        Assert.Equal(5, sum[0]);
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        using GpuBuffer source = gpu.Memory.Allocate(16, "source");
        using GpuReadback readback = gpu.NewReadback(8, "small");
        using CommandRecorder recorder = gpu.BeginRecording("refused");
        Assert.StartsWith("Bytes 4 to 12 are not inside readback \"small\" of 8 bytes.",
            Assert.Throws<ArgumentOutOfRangeException>(() => recorder.CopyToReadback(source, 0, 8, readback, 4)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => readback.TryRead(new byte[9]));
    }
}
