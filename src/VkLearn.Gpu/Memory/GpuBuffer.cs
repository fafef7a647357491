namespace VkLearn.Gpu;

/// <summary>A range of device memory; kernels know it by its address.</summary>
public sealed class GpuBuffer : IDisposable
{
    readonly Action<GpuBuffer> discard;
    bool isUntouched;

    /// <param name="block">The memory that it lies in.</param>
    /// <param name="offset">Where it begins there.</param>
    /// <param name="bytes">Size as it was asked for.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="guardWord">What stands before and behind it where the arena is guarded.</param>
    /// <param name="isFresh">Whether no buffer before it had any of its bytes.</param>
    /// <param name="discard">Gives the memory back once nothing pending uses it.</param>
    internal GpuBuffer(MemoryBlock block, long offset, long bytes, string name, uint guardWord, bool isFresh, Action<GpuBuffer> discard)
    {
        (this.discard, isUntouched) = (discard, isFresh);
        Block = block;
        Offset = offset;
        Bytes = bytes;
        Name = name;
        GuardWord = guardWord;
    }

    /// <summary>Device address of the first byte, a multiple of 64.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public ulong Address => Touched.Block.Address + (ulong)Offset;

    /// <summary>Size as it was asked for.</summary>
    public long Bytes { get; }

    public string Name { get; }

    public bool IsDisposed { get; private set; }

    internal MemoryBlock Block { get; }
    internal long Offset { get; }

    /// <summary>What stands before and behind it where the arena is guarded.</summary>
    internal uint GuardWord { get; }

    GpuBuffer Living => IsDisposed ? throw new ObjectDisposedException(ToString()) : this;

    /// <summary>Who knows where it lies may have the device write there: from then on the CPU does not.</summary>
    GpuBuffer Touched
    {
        get
        {
            isUntouched = false;
            return Living;
        }
    }

    /// <summary>Gives the memory back once everything submitted so far is done.</summary>
    public void Dispose()
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            discard(this);
        }
    }

    public override string ToString() => $"buffer \"{Name}\" of {Sizes.Text(Bytes)}";

    /// <summary>
    /// Writes to it from the CPU, if that sees the device's memory and the device never used these bytes: there is nothing to wait for, and
    /// the next submit makes the device see them.
    /// </summary>
    internal bool TryWrite(ReadOnlySpan<byte> bytes, long byteOffset)
    {
        if (!isUntouched || !Block.IsMapped || byteOffset < 0 || byteOffset > Bytes - bytes.Length)
        {
            return false;
        }
        Living.Block.Write(bytes, Offset + byteOffset);
        return true;
    }

    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the buffer.</exception>
    internal MemoryRange Range(long byteOffset, long bytes) => Range(byteOffset, bytes, Bytes);

    /// <summary>A range in words: it may reach to the end of the last word, which a buffer of bytes uses in part.</summary>
    /// <exception cref="ArgumentException">Offset or size is not a multiple of 4.</exception>
    internal MemoryRange WordRange(long byteOffset, long bytes) => (byteOffset | bytes) % sizeof(uint) == 0
        ? Range(byteOffset, bytes, Sizes.RoundUp(Bytes, sizeof(uint)))
        : throw new ArgumentException($"A fill goes by 4-byte words, offset {byteOffset} and size {bytes} were asked of {this}.");

    MemoryRange Range(long byteOffset, long bytes, long limit) => byteOffset >= 0 && bytes >= 0 && byteOffset <= limit - bytes
        ? new(Touched.Block.Buffer, Offset + byteOffset, bytes)
        : throw new ArgumentOutOfRangeException(nameof(bytes), $"Bytes {byteOffset} to {byteOffset + bytes} are not inside {this}.");
}
