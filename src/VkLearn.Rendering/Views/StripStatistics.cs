using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>Colour scales and sizes of many tensors, found on the device by one shader and never read back.</summary>
sealed class StripStatistics : IDisposable
{
    const int RowWords = 8, StateFloats = 12, Size = 8, SamplesAtMost = 1 << 13;
    const uint Absent = uint.MaxValue; // in place of a type
    static readonly TimeSpan FindEvery = TimeSpan.FromMilliseconds(100);

    readonly ComputeShader[] shaders = [.. Enum.GetValues<ElementType>().Select(static _ => new ComputeShader("NetworkStatistics"))];
    readonly TensorSource?[] sources;
    readonly bool[] isSigned;
    GpuBuffer? table, state;
    TimeSpan? found;

    /// <param name="isSigned">Of each tensor, whether its colours are centred on zero in any case.</param>
    public StripStatistics(bool[] isSigned) => (this.isSigned, sources) = (isSigned, new TensorSource?[isSigned.Length]);

    internal GpuBuffer State => state!;

    /// <summary>Where the numbers of one tensor lie, once updated: an <c>In4 range</c>, or an <c>In state</c>.</summary>
    public ulong AddressOf(int tensor) => state!.Address + (ulong)(tensor * StateFloats * sizeof(float));

    /// <summary>All numbers as a tensor, once updated.</summary>
    public TensorSource SourceOf(string name) => new(state!, 0, ElementType.Float32, [sources.Length * StateFloats], name);

    /// <summary>Which of them is the root of a tensor's mean square.</summary>
    public static int SizeOf(int tensor) => tensor * StateFloats + Size;

    /// <summary>In a view's <see cref="View.Prepare"/>: finds them, at once where a tensor is another one, else a few times a second.
    /// </summary>
    /// <returns>Whether they were found anew.</returns>
    public bool Update(FrameContext frame, Func<int, TensorSource?> tensor)
    {
        if (sources.Length == 0)
        {
            return false;
        }
        bool isNew = state is null;
        state ??= frame.Gpu.Memory.Allocate(sources.Length * StateFloats * sizeof(float), "network statistics");
        for (int i = 0; i < sources.Length; i++)
        {
            TensorSource? now = tensor(i);
            isNew |= !IsSame(now, sources[i]);
            sources[i] = now;
        }
        if (isNew)
        {
            Write(frame.Gpu);
        }
        bool isDue = isNew || found is not { } last || frame.Time - last >= FindEvery;
        if (isDue)
        {
            found = frame.Time;
            Find(frame);
        }
        return isDue;
    }

    public void Dispose()
    {
        table?.Dispose();
        state?.Dispose();
    }

    static bool IsSame(TensorSource? a, TensorSource? b) =>
        a?.Buffer == b?.Buffer && a?.ByteOffset == b?.ByteOffset && ReferenceEquals(a?.Shape, b?.Shape);

    void Write(GpuDevice gpu)
    {
        uint[] words = new uint[sources.Length * RowWords];
        for (int i = 0; i < sources.Length; i++)
        {
            Span<uint> row = words.AsSpan(i * RowWords, RowWords);
            row[2] = Absent;
            if (sources[i] is { } source)
            {
                int stride = Math.Max(1, (source.Count + SamplesAtMost - 1) / SamplesAtMost);
                (row[0], row[1], row[2]) = ((uint)source.WordAddress, (uint)(source.WordAddress >> 32), (uint)source.Type);
                (row[3], row[4], row[5]) = ((uint)source.FirstElement, (uint)((source.Count + stride - 1) / stride), (uint)stride);
                row[6] = isSigned[i] ? 1u : 0;
            }
        }
        table ??= gpu.Memory.Allocate(words.Length * sizeof(uint), "network table");
        gpu.Staging.Upload<uint>(words, table);
        gpu.Staging.Fill(state!, 0, state!.Bytes);
    }

    void Find(FrameContext frame)
    {
        for (int type = 0; type < shaders.Length; type++)
        {
            if (HasType((ElementType)type))
            {
                shaders[type].Dispatch(frame, sources.Length, 64, [("TYPE", (uint)type)], table!.Address, state!.Address);
            }
        }
    }

    bool HasType(ElementType type)
    {
        foreach (TensorSource? source in sources)
        {
            if (source?.Type == type)
            {
                return true;
            }
        }
        return false;
    }
}
