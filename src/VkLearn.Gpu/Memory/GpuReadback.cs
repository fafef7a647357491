using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>
/// A few bytes that come to the host without a wait: <see cref="CommandRecorder.CopyToHost"/> is recorded, its list is submitted, and a
/// later <see cref="TryRead"/> finds them. Copy again only when the last copy has been read: while one is under way there is nothing to
/// read.
/// </summary>
public sealed class GpuReadback : IDisposable
{
    readonly GpuDevice gpu;
    ulong value; // the timeline's, of the last list submitted that copies into it; 0 before the first
    bool disposed;

    internal GpuReadback(GpuDevice gpu, int bytes, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        (this.gpu, Name) = (gpu, name);
        Memory = new(gpu.Handles, bytes, BufferUsageFlags.TransferDstBit, cached: true);
        gpu.Living.Add(this);
    }

    public string Name { get; }

    public int Bytes => (int)Memory.Bytes;

    internal HostBuffer Memory { get; }

    /// <summary>Reads from the start, if something was copied and nothing more is under way; never waits.</summary>
    public bool TryRead(Span<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, Bytes, nameof(bytes));
        if (Volatile.Read(ref value) is not (> 0 and var copied) || !gpu.Timeline.HasPassed(copied))
        {
            return false;
        }
        Memory.Span(0, bytes.Length).CopyTo(bytes);
        return true;
    }

    /// <summary>A host will submit a copy into it, at a time that it tells later: until then there is nothing to read.</summary>
    internal void WillBeSubmitted() => Volatile.Write(ref value, 0);

    internal void Submitted(ulong value, long bytes)
    {
        Volatile.Write(ref this.value, value);
        gpu.Staging.CountDownload(bytes);
    }

    /// <summary>Frees the memory once everything submitted so far is done.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            gpu.Living.Remove(this);
            gpu.Timeline.Defer(Memory.Dispose);
        }
    }

    public override string ToString() => $"readback \"{Name}\" of {Sizes.Text(Bytes)}";
}
