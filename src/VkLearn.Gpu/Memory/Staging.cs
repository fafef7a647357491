using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>
/// Copies to and from device memory, in the order of the queue: after every submit before it, before every submit after it.
/// </summary>
public sealed unsafe class Staging
{
    /// <summary>Of an image's pixel, whatever its format.</summary>
    internal const int PixelBytes = 4;

    const int DownloadBytes = 16 << 20;
    const int MostElements = 1 << 28; // in one piece: a span of bytes holds less than 2 GiB

    readonly VulkanHandles handles;
    readonly Timeline timeline;
    readonly StagingRing ring;
    readonly MappedBuffer landing;
    readonly Lock copying = new();
    long uploaded, downloaded;

    internal Staging(VulkanHandles handles, Timeline timeline)
    {
        this.handles = handles;
        this.timeline = timeline;
        ring = new StagingRing(handles, timeline);
        try
        {
            landing = new MappedBuffer(handles, DownloadBytes, MemoryUse.Readback);
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Bytes copied to the device so far.</summary>
    public long BytesUploaded => Volatile.Read(ref uploaded);

    /// <summary>Bytes copied from the device so far.</summary>
    public long BytesDownloaded => Volatile.Read(ref downloaded);

    /// <summary>
    /// Copies to the device, at once where the CPU sees fresh memory of the device's. The data may be changed as soon as this returns; it
    /// waits only when 32 MiB are on their way.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The buffer is too small.</exception>
    public void Upload<T>(ReadOnlySpan<T> data, GpuBuffer destination, long byteOffset = 0) where T : unmanaged
    {
        for (; data.Length > MostElements; data = data[MostElements..], byteOffset += (long)MostElements * Unsafe.SizeOf<T>())
        {
            Upload(data[..MostElements], destination, byteOffset);
        }
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(data);
        if (destination.TryWrite(bytes, byteOffset))
        {
            Interlocked.Add(ref uploaded, bytes.Length);
            return;
        }
        MemoryRange range = destination.Range(byteOffset, bytes.Length);
        lock (copying)
        {
            for (int done = 0; done < bytes.Length;)
            {
                int count = Math.Min(bytes.Length - done, StagingRing.MaxPieceBytes);
                UploadPiece(bytes.Slice(done, count), range, done);
                done += count;
            }
            Interlocked.Add(ref uploaded, bytes.Length);
        }
    }

    /// <summary>Copies from the device, waiting for everything that was submitted before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The buffer is too small.</exception>
    public void Download<T>(GpuBuffer source, Span<T> data, long byteOffset = 0) where T : unmanaged
    {
        for (; data.Length > MostElements; data = data[MostElements..], byteOffset += (long)MostElements * Unsafe.SizeOf<T>())
        {
            Download(source, data[..MostElements], byteOffset);
        }
        Span<byte> bytes = MemoryMarshal.AsBytes(data);
        MemoryRange range = source.Range(byteOffset, bytes.Length);
        for (int done = 0; done < bytes.Length;)
        {
            int count = Math.Min(bytes.Length - done, DownloadBytes);
            Download([new MemoryRange(range.Buffer, range.Offset + done, count)], bytes.Slice(done, count));
            done += count;
        }
    }

    /// <summary>Sets every 4-byte word of a range; offset and size are multiples of 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The buffer is too small.</exception>
    public void Fill(GpuBuffer destination, long byteOffset, long bytes, uint word = 0)
    {
        MemoryRange range = destination.WordRange(byteOffset, bytes);
        if (bytes > 0)
        {
            Fill([(range, word)]);
        }
    }

    /// <summary>Counts what was copied from the device by a list of the caller's.</summary>
    internal void CountDownload(long bytes) => Interlocked.Add(ref downloaded, bytes);

    internal void Fill(ReadOnlySpan<(MemoryRange Range, uint Word)> fills)
    {
        lock (copying)
        {
            CommandBuffer commands = ring.Begin(0, out _);
            foreach ((MemoryRange range, uint word) in fills)
            {
                handles.Vk.CmdFillBuffer(commands, range.Buffer, (ulong)range.Offset, (ulong)range.Bytes, word);
            }
            Hazards.Barrier(handles.Vk, commands);
            ring.Submit();
        }
    }

    /// <summary>Downloads many small ranges, one after the other, with one wait.</summary>
    internal void Download(ReadOnlySpan<MemoryRange> ranges, Span<byte> bytes)
    {
        lock (copying)
        {
            CommandBuffer commands = ring.Begin(0, out _);
            long landed = 0;
            foreach (MemoryRange range in ranges)
            {
                BufferCopy copy = new((ulong)range.Offset, (ulong)landed, (ulong)range.Bytes);
                handles.Vk.CmdCopyBuffer(commands, range.Buffer, landing.Handle, 1, &copy);
                landed += range.Bytes;
            }
            Hazards.BarrierToMapped(handles.Vk, commands);
            timeline.Wait(ring.Submit());
            landing.Read(0, bytes);
            CountDownload(bytes.Length);
        }
    }

    /// <summary>Downloads an image's pixels, as its format has them, rows from the top.</summary>
    /// <param name="image">Not being drawn on.</param>
    /// <param name="layout">That of the image; a submitted copy leaves it ready to be copied again.</param>
    /// <param name="width">Of the image.</param>
    /// <param name="height">Of the image.</param>
    /// <param name="pixels">As many bytes.</param>
    internal void Download(Image image, ref ImageLayout layout, int width, int height, Span<byte> pixels)
    {
        int rowBytes = width * PixelBytes, most = DownloadBytes / rowBytes;
        for (int top = 0; top < height; top += most)
        {
            int rows = Math.Min(most, height - top);
            BufferImageCopy copy = new(
                imageSubresource: new(ImageAspectFlags.ColorBit, 0, 0, 1), imageOffset: new(0, top, 0),
                imageExtent: new((uint)width, (uint)rows, 1));
            DownloadRows(image, ref layout, copy, pixels.Slice(top * rowBytes, rows * rowBytes));
        }
    }

    /// <summary>How many bytes one <see cref="Download(ReadOnlySpan{MemoryRange}, Span{byte})"/> may bring.</summary>
    internal static int MaxDownloadBytes => DownloadBytes;

    internal void Free()
    {
        ring.Dispose();
        landing.Dispose();
    }

    void DownloadRows(Image image, ref ImageLayout layout, BufferImageCopy copy, Span<byte> rows)
    {
        const ImageLayout ready = ImageLayout.TransferSrcOptimal;
        lock (copying)
        {
            CommandBuffer commands = ring.Begin(0, out _);
            if (layout != ready)
            {
                Hazards.Barrier(handles.Vk, commands, image, layout, ready);
            }
            handles.Vk.CmdCopyImageToBuffer(commands, image, ready, landing.Handle, 1, &copy);
            Hazards.BarrierToMapped(handles.Vk, commands);
            ulong value = ring.Submit();
            layout = ready;
            timeline.Wait(value);
            landing.Read(0, rows);
        }
    }

    void UploadPiece(ReadOnlySpan<byte> bytes, MemoryRange range, long done)
    {
        CommandBuffer commands = ring.Begin(bytes.Length, out long offset);
        ring.Memory.Write(bytes, offset);
        BufferCopy copy = new((ulong)offset, (ulong)(range.Offset + done), (ulong)bytes.Length);
        handles.Vk.CmdCopyBuffer(commands, ring.Memory.Handle, range.Buffer, 1, &copy);
        Hazards.Barrier(handles.Vk, commands);
        ring.Submit();
    }
}
