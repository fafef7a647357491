namespace VkLearn.Gpu;

/// <summary>
/// A few bytes read without a wait: <see cref="CommandRecorder.CopyToReadback"/> is recorded, its list is submitted, and a later
/// <see cref="TryRead"/> finds them. Copy again only when the last copy has been read: while one is under way there is nothing to
/// read.
/// </summary>
public sealed class GpuReadback : IDisposable
{
    readonly Timeline timeline;
    readonly Staging staging;
    readonly LivingObjects living;
    ulong value; // the timeline's, of the last list submitted that copies into it; 0 before the first
    bool disposed;

    internal GpuReadback(VulkanHandles handles, Timeline timeline, Staging staging, LivingObjects living, int bytes, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        (this.timeline, this.staging, this.living, Name) = (timeline, staging, living, name);
        Memory = new(handles, bytes, MemoryUse.Readback);
        living.Add(this);
    }

    public string Name { get; }

    public int Bytes => (int)Memory.Bytes;

    internal MappedBuffer Memory { get; }

    /// <summary>Reads from the start, if something was copied and nothing more is under way; never waits.</summary>
    public bool TryRead(Span<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, Bytes, nameof(bytes));
        if (Volatile.Read(ref value) is not (> 0 and var copied) || !timeline.HasPassed(copied))
        {
            return false;
        }
        Memory.Read(0, bytes);
        return true;
    }

    /// <summary>A host will submit a copy into it, at a time that it tells later: until then there is nothing to read.</summary>
    internal void WillBeSubmitted() => Volatile.Write(ref value, 0);

    internal void Submitted(ulong value, long bytes)
    {
        Volatile.Write(ref this.value, value);
        staging.CountDownload(bytes);
    }

    /// <summary>Frees the memory once everything submitted so far is done.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            living.Remove(this);
            timeline.Defer(Memory.Dispose);
        }
    }

    public override string ToString() => $"readback \"{Name}\" of {Sizes.Text(Bytes)}";
}
