using System.Runtime.InteropServices;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>
/// A tensor's range, found on the device for the shaders that colour by it, <c>entryOf(value, range)</c> of color.glsl; a few times a
/// second it is read back, for the numbers.
/// </summary>
public sealed class RangeState : IDisposable
{
    const int Words = 9, Least = 4, Greatest = 5, Seen = 6, Nans = 7, Infinities = 8;
    const int SamplesAtMost = 1 << 16; // a larger tensor is sampled, another phase each time
    static readonly TimeSpan FindEvery = TimeSpan.FromMilliseconds(60), ReadEvery = TimeSpan.FromMilliseconds(250);
    const double ShrinkSeconds = 1.5;

    readonly ComputeShader shader = new("Range");
    readonly float[] read = new float[Words];
    GpuBuffer? buffer;
    GpuReadback? readback;
    TimeSpan? found, asked;
    bool isUnderWay;
    uint runs;

    /// <summary>Ends that stand fast, in place of the values'.</summary>
    public (float Low, float High)? Fixed { get; init; }

    /// <summary>Of so many elements the first is passed over, such as a matrix's diagonal; 0: none.</summary>
    public int Skip { get; init; }

    /// <summary>Once updated: an <c>In4 range</c>.</summary>
    public ulong Address => buffer!.Address;

    internal GpuBuffer Buffer => buffer!;

    /// <summary>What was read last; null before the first has come.</summary>
    public RangeNumbers? Numbers { get; private set; }

    /// <summary>In a view's <see cref="View.Prepare"/>. The first time finds the range at once, later ones a few times a second.</summary>
    /// <returns>Whether it was found anew: what is counted by it should be counted anew.</returns>
    public bool Update(FrameContext frame, TensorSource source, ColorScale scale)
    {
        Make(frame.Gpu);
        Read();
        bool isDue = found is not { } last || frame.Time - last >= FindEvery;
        if (isDue)
        {
            Find(frame, source, scale);
        }
        Ask(frame);
        return isDue;
    }

    public void Dispose()
    {
        buffer?.Dispose();
        readback?.Dispose();
    }

    void Make(GpuDevice gpu)
    {
        if (buffer is null)
        {
            buffer = gpu.Memory.Allocate(Words * sizeof(float), "range");
            gpu.Staging.Fill(buffer, 0, buffer.Bytes);
            readback = gpu.NewReadback(Words * sizeof(float), "range");
        }
    }

    void Find(FrameContext frame, TensorSource source, ColorScale scale)
    {
        double seconds = found is { } last ? Math.Max(0, (frame.Time - last).TotalSeconds) : 0;
        found = frame.Time;
        int count = source.Count, stride = (count + SamplesAtMost - 1) / SamplesAtMost, phase = (int)(runs++ % (uint)Math.Max(1, stride));
        (float low, float high) = Fixed ?? (0, 0);
        shader.Dispatch(frame, 1, 256, [("TYPE", (uint)source.Type), ("SCALE", (uint)scale), ("SKIP", Skip)],
            source.WordAddress, Address, source.FirstElement, (count - phase + stride - 1) / stride, stride, phase,
            (float)(1 - Math.Exp(-seconds / ShrinkSeconds)), low, high);
    }

    void Ask(FrameContext frame)
    {
        if (!isUnderWay && (asked is not { } last || frame.Time - last >= ReadEvery))
        {
            frame.Recorder.Barrier();
            frame.Recorder.CopyToReadback(buffer!, 0, Words * sizeof(float), readback!);
            (asked, isUnderWay) = (frame.Time, true);
        }
    }

    void Read()
    {
        if (isUnderWay && readback!.TryRead(MemoryMarshal.AsBytes(read.AsSpan())))
        {
            isUnderWay = false;
            bool isSigned = read[2] > 0;
            Numbers = new(
                isSigned ? read[0] : read[Least], isSigned ? -read[0] : read[Greatest], read[Least], read[Greatest],
                read[Seen] > 0, (int)read[Nans], (int)read[Infinities]);
        }
    }
}
