using Silk.NET.Vulkan;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

[Collection("gpu")]
public sealed class MemoryArenaTests(GpuFixture fixture) : IDisposable
{
    private const long MiB = 1 << 20;

    private readonly GpuDevice plain = GpuDevice.Open(); // not guarded: buffers share blocks

    public void Dispose() => plain.Dispose();

    [Theory, InlineData(1), InlineData(63), InlineData(64), InlineData(1000)]
    public void AddressesAreAligned(long bytes)
    {
        foreach (GpuDevice gpu in (GpuDevice[])[plain, fixture.Gpu])
        {
            using GpuBuffer first = gpu.Memory.Allocate(bytes, "first"), second = gpu.Memory.Allocate(bytes, "second");
            Assert.Equal((0ul, 0ul), (first.Address % 64, second.Address % 64));
            Assert.True(first.Address + (ulong)bytes <= second.Address || second.Address + (ulong)bytes <= first.Address);
            Assert.Equal(bytes, first.Bytes);
        }
    }

    [Fact]
    public void CountsWhatItHolds()
    {
        MemoryArena memory = plain.Memory;
        long taken = Math.Max(128u, plain.Info.Limits.StorageBufferAlignment) + 65 * MiB;
        GpuBuffer small = memory.Allocate(100, "small"), large = memory.Allocate(65 * MiB, "large");
        Assert.Equal(new MemoryStatistics(taken, taken, 129 * MiB, 2, 2), memory.Statistics);
        large.Dispose();
        small.Dispose();
        plain.WaitIdle();
        Assert.Equal(new MemoryStatistics(0, taken, 64 * MiB, 1, 0), memory.Statistics);
    }

    [Fact]
    public void ReusesFreedMemory()
    {
        long made = 0;
        for (int i = 0; i < 100; i++)
        {
            using GpuBuffer first = plain.Memory.Allocate(40 * MiB, "first"), second = plain.Memory.Allocate(20 * MiB, "second");
            made = i == 0 ? plain.VulkanObjectsMade : made;
            first.Dispose();
            second.Dispose();
            plain.WaitIdle();
        }
        Assert.Equal(made, plain.VulkanObjectsMade);
    }

    [Fact]
    public void JoinsFreedNeighbours()
    {
        GpuBuffer[] parts = [.. Enumerable.Range(0, 4).Select(i => plain.Memory.Allocate(16 * MiB, $"part {i}"))];
        ulong start = parts[0].Address;
        foreach (int i in (int[])[0, 2, 3, 1])
        {
            parts[i].Dispose();
        }
        plain.WaitIdle();
        using GpuBuffer whole = plain.Memory.Allocate(64 * MiB, "whole");
        Assert.Equal((start, 1), (whole.Address, plain.Memory.Statistics.Blocks));
    }

    [Fact]
    public void SaysWhatDoesNotFit()
    {
        using GpuBuffer held = plain.Memory.Allocate(4 * MiB, "held");
        var failure = Assert.Throws<OutOfDeviceMemoryException>(() => plain.Memory.Allocate(1L << 50, "all weights"));
        Assert.Equal((1L << 50, 4 * MiB, plain.Info.MemoryBytes), (failure.AskedBytes, failure.BytesInUse, failure.HeapBytes));
        Assert.StartsWith(
            "vk.AllocateMemory failed: ErrorOutOfDeviceMemory (-2). Buffer \"all weights\" asks for 1048576 GiB, " +
            "4 MiB are in use, the heap has ",
            failure.Message);
    }

    [Fact]
    public void CountsImages()
    {
        MemoryStatistics before = plain.Memory.Statistics;
        GpuImage image = plain.NewImage(640, 400, ImageFormat.Bgra8, "counted");
        MemoryStatistics with = plain.Memory.Statistics;
        Assert.InRange(with.BytesInUse - before.BytesInUse, 640 * 400 * 4, 640 * 512 * 4);
        Assert.Equal(with.BytesInUse - before.BytesInUse, with.BytesReserved - before.BytesReserved);
        Assert.Equal((before.Blocks + 1, before.Allocations + 1), (with.Blocks, with.Allocations));
        image.Dispose();
        plain.WaitIdle();
        Assert.Equal(before with { PeakBytes = with.BytesInUse }, plain.Memory.Statistics);
    }

    [Fact]
    public void SaysWhichImageDoesNotFit()
    {
        MemoryRequirements needed = new(size: 1UL << 50, alignment: 64, memoryTypeBits: uint.MaxValue);
        var failure = Assert.Throws<OutOfDeviceMemoryException>(() => plain.Memory.Allocate(needed, "Image \"window\""));
        Assert.Equal((1L << 50, 0), (failure.AskedBytes, failure.BytesInUse));
        Assert.Contains(" Image \"window\" asks for 1048576 GiB, 0 bytes are in use, ", failure.Message);
    }

    [Fact]
    public void RefusesAnEmptyBuffer() => Assert.Throws<ArgumentOutOfRangeException>(() => plain.Memory.Allocate(0, "nothing"));

    [Fact]
    public void ADisposedBufferHasNoAddress()
    {
        GpuBuffer buffer = plain.Memory.Allocate(16, "gone");
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Address);
    }

    [Fact]
    public void FreshGuardedMemoryIsNaN()
    {
        using GpuBuffer buffer = fixture.Gpu.Memory.Allocate(100, "fresh");
        float[] values = new float[25];
        fixture.Gpu.Staging.Download(buffer, values.AsSpan());
        Assert.All(values, static value => Assert.True(float.IsNaN(value)));
    }

    [Theory, InlineData(1), InlineData(2)]
    public void AWriteBehindABufferIsFound(int wordsTooMany)
    {
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Guarded = true });
        using Affine affine = new(gpu, 16);
        using GpuBuffer longer = gpu.Memory.Allocate(256, "longer"); // stands in for sum, which must not overrun as well
        byte[] arguments = affine.Arguments(16 + wordsTooMany);
        BitConverter.TryWriteBytes(arguments.AsSpan(16), longer.Address);
        gpu.Memory.CheckGuards();
        using CommandRecorder recorder = gpu.BeginRecording("overrun");
        recorder.Dispatch(affine.Kernel, arguments, 1);
        using CommandList list = recorder.End();
        gpu.Timeline.Submit(list);
        var failure = Assert.Throws<InvalidOperationException>(gpu.Memory.CheckGuards);
        Assert.StartsWith("Something wrote outside buffer \"y\" of 64 bytes: the word at byte 64 is 0x", failure.Message);
        Assert.EndsWith($", not the guard word 0x{affine.Y.GuardWord:x8}.", failure.Message);
    }

    [Fact]
    public void AWriteBeforeABufferIsFound()
    {
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Guarded = true });
        using GpuBuffer buffer = gpu.Memory.Allocate(6, "six");
        gpu.Staging.Fill([(new MemoryRange(buffer.Block.Buffer, buffer.Offset - 4, 4), 7)]);
        buffer.Dispose(); // still watched
        var failure = Assert.Throws<InvalidOperationException>(gpu.Memory.CheckGuards);
        Assert.Equal(
            $"Something wrote outside buffer \"six\" of 6 bytes: the word at byte -4 is 0x00000007, " +
            $"not the guard word 0x{buffer.GuardWord:x8}.",
            failure.Message);
    }
}
