using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

[Collection("gpu")]
public sealed class StagingTests(GpuFixture fixture)
{
    private readonly GpuDevice gpu = fixture.Gpu;

    [Theory, InlineData(1), InlineData(255), InlineData((16 << 20) + 3)]
    public void WhatGoesUpComesDown(int bytes)
    {
        byte[] data = new byte[bytes], back = new byte[bytes];
        new Random(1).NextBytes(data);
        using GpuBuffer buffer = gpu.Memory.Allocate(bytes, "bytes");
        long up = gpu.Staging.BytesUploaded, down = gpu.Staging.BytesDownloaded;
        gpu.Staging.Upload<byte>(data, buffer);
        gpu.Staging.Download(buffer, back.AsSpan());
        Assert.True(data.AsSpan().SequenceEqual(back));
        Assert.Equal((bytes, bytes), (gpu.Staging.BytesUploaded - up, gpu.Staging.BytesDownloaded - down));
    }

    [Fact]
    public void OffsetsCountInBytes()
    {
        using GpuBuffer buffer = gpu.Memory.Allocate(16, "words");
        gpu.Staging.Fill(buffer, 0, 16, 1);
        gpu.Staging.Fill(buffer, 4, 4, 2);
        gpu.Staging.Upload<uint>([3, 4], buffer, 8);
        uint[] last = new uint[3];
        gpu.Staging.Download(buffer, last.AsSpan(), 4);
        Assert.Equal([2, 3, 4], last);
    }

    [Fact]
    public void SmallUploadsGoRoundTheRing()
    {
        using GpuBuffer buffer = gpu.Memory.Allocate(4, "counter");
        long made = gpu.VulkanObjectsMade;
        int[] last = new int[1];
        for (int round = 0; round < 2000; round++)
        {
            gpu.Staging.Upload<int>([round], buffer);
        }
        gpu.Staging.Download(buffer, last.AsSpan());
        Assert.Equal(1999, last[0]);
        Assert.InRange(gpu.VulkanObjectsMade - made, 0, 256); // command buffers: no more than the ring has places
    }

    [Fact]
    public void LargeUploadsWaitForRoomAndStayInOrder()
    {
        const int MiB = 1 << 20;
        using GpuBuffer buffer = gpu.Memory.Allocate(7 * MiB, "large");
        byte[] data = new byte[7 * MiB], back = new byte[7 * MiB];
        for (byte round = 0; round < 12; round++)
        {
            Array.Fill(data, round);
            gpu.Staging.Upload<byte>(data.AsSpan(round), buffer, round);
        }
        gpu.Staging.Download(buffer, back.AsSpan());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11], back[..13]);
        Assert.Equal(-1, back.AsSpan(11).IndexOfAnyExcept((byte)11));
    }

    [Fact]
    public void NothingIsAllowed()
    {
        using GpuBuffer buffer = gpu.Memory.Allocate(4, "some");
        gpu.Staging.Upload<int>([], buffer);
        gpu.Staging.Download(buffer, Span<int>.Empty);
        gpu.Staging.Fill(buffer, 4, 0);
    }

    [Fact]
    public void RangesStayInside()
    {
        using GpuBuffer buffer = gpu.Memory.Allocate(16, "short");
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => gpu.Staging.Upload<int>([1, 2], buffer, 12));
        Assert.StartsWith("Bytes 12 to 20 are not inside buffer \"short\" of 16 bytes.", failure.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => gpu.Staging.Download(buffer, new byte[17].AsSpan()));
        Assert.Throws<ArgumentOutOfRangeException>(() => gpu.Staging.Fill(buffer, -4, 8));
        Assert.Throws<ArgumentException>(() => gpu.Staging.Fill(buffer, 2, 4));
    }
}
