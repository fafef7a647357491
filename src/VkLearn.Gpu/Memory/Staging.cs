using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>
/// Copies between host and device, in the order of the queue: after every submit before it, before every submit after it.
/// </summary>
public sealed unsafe class Staging
{
    const int DownloadBytes = 16 << 20;

    readonly VulkanHandles handles;
    readonly Timeline timeline;
    readonly StagingRing ring;
    readonly HostBuffer landing;
    readonly Lock copying = new();
    long uploaded, downloaded;

    internal Staging(VulkanHandles handles, Timeline timeline)
    {
        this.handles = handles;
        this.timeline = timeline;
        ring = new StagingRing(handles, timeline);
        try
        {
            landing = new HostBuffer(handles, DownloadBytes, BufferUsageFlags.TransferDstBit, cached: true);
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Bytes copied from the host so far.</summary>
    public long BytesUploaded => Volatile.Read(ref uploaded);

    /// <summary>Bytes copied to the host so far.</summary>
    public long BytesDownloaded => Volatile.Read(ref downloaded);

    /// <summary>
    /// Copies to the device. The data may be changed as soon as this returns; it waits only when 32 MiB are on their way.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The buffer is too small.</exception>
    public void Upload<T>(ReadOnlySpan<T> data, GpuBuffer destination, long byteOffset = 0) where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(data);
        MemoryRange range = destination.Range(byteOffset, bytes.Length);
        lock (copying)
        {
            for (int done = 0; done < bytes.Length;)
            {
                int count = Math.Min(bytes.Length - done, StagingRing.MaxPieceBytes);
                UploadPiece(bytes.Slice(done, count), range, done);
                done += count;
            }
            uploaded += bytes.Length;
        }
    }

    /// <summary>Copies to the host, waiting for everything that was submitted before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The buffer is too small.</exception>
    public void Download<T>(GpuBuffer source, Span<T> data, long byteOffset = 0) where T : unmanaged
    {
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

    /// <summary>Counts what came to the host by a list of the caller's.</summary>
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
            Hazards.BarrierToHost(handles.Vk, commands);
            timeline.Wait(ring.Submit());
            landing.Span(0, bytes.Length).CopyTo(bytes);
            CountDownload(bytes.Length);
        }
    }

    /// <summary>How many bytes one <see cref="Download(ReadOnlySpan{MemoryRange}, Span{byte})"/> may bring.</summary>
    internal static int MaxDownloadBytes => DownloadBytes;

    internal void Free()
    {
        ring.Dispose();
        landing.Dispose();
    }

    void UploadPiece(ReadOnlySpan<byte> bytes, MemoryRange range, long done)
    {
        CommandBuffer commands = ring.Begin(bytes.Length, out long offset);
        bytes.CopyTo(ring.Memory.Span(offset, bytes.Length));
        BufferCopy copy = new((ulong)offset, (ulong)(range.Offset + done), (ulong)bytes.Length);
        handles.Vk.CmdCopyBuffer(commands, ring.Memory.Handle, range.Buffer, 1, &copy);
        Hazards.Barrier(handles.Vk, commands);
        ring.Submit();
    }
}
