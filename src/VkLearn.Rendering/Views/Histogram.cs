using System.Runtime.InteropServices;
using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>How a tensor's values are spread: 64 bins over its range, counted on the GPU a few times a second.</summary>
public sealed class Histogram : View
{
    const int Bins = 64, SamplesAtMost = 1 << 20, ElementsPerInvocation = 32;
    static readonly TimeSpan CountEvery = TimeSpan.FromMilliseconds(120);

    readonly ComputeShader counting = new("Histogram"), peak = new("Histogram");
    readonly DrawShader shader = new("Histogram");
    readonly PlotAxes axes = new();
    readonly RangeState range = new();
    readonly uint[] read = new uint[1];
    GpuBuffer? bins;
    GpuReadback? readback;
    TimeSpan? counted;
    bool isUnderWay;
    uint highest = 1;
    TensorSource source;

    public Histogram(TensorSource source) : base(source.Name)
    {
        Source = source;
        Note = "elements in each bin";
    }

    /// <summary>What is shown; it may move, but keeps its shape. Of more than a million elements some are passed over.</summary>
    public TensorSource Source
    {
        get => source;
        set
        {
            source = value;
            Detail = value.ShapeText;
        }
    }

    internal GpuBuffer Counts => bins!;

    internal RangeState Range => range;

    internal Rectangle Plot => axes.Plot;

    public override void Prepare(FrameContext frame)
    {
        bins ??= frame.Gpu.Memory.Allocate((Bins + 1) * sizeof(uint), "histogram");
        readback ??= frame.Gpu.NewReadback(sizeof(uint), "histogram");
        range.Update(frame, source, ColorScale.Magnitude);
        if (counted is not { } last || frame.Time - last >= CountEvery)
        {
            counted = frame.Time;
            Count(frame);
        }
        if (isUnderWay && readback.TryRead(MemoryMarshal.AsBytes(read.AsSpan())))
        {
            isUnderWay = false;
            highest = Math.Max(1, read[0]);
        }
        Axis x = range.Numbers is { HasValues: true } known && known.Greatest > known.Least ? new(known.Least, known.Greatest) : new(0, 1);
        axes.Update(frame, Content, x, new(0, highest), "value");
    }

    public override void Draw(FrameContext frame)
    {
        axes.Draw(frame);
        shader.Draw(frame, Plot, [], bins!.Address, (float)Plot.Width / Bins, Plot.Height - 1f, DrawShader.Word(frame.Theme.Accent));
    }

    public override void Dispose()
    {
        axes.Dispose();
        range.Dispose();
        bins?.Dispose();
        readback?.Dispose();
        base.Dispose();
    }

    void Count(FrameContext frame)
    {
        int stride = (source.Count + SamplesAtMost - 1) / SamplesAtMost, samples = (source.Count + stride - 1) / Math.Max(1, stride);
        int groups = Math.Clamp(samples / (Bins * ElementsPerInvocation), 1, 256);
        frame.Recorder.Fill(bins!, 0, bins!.Bytes, 0);
        frame.Recorder.Barrier();
        counting.Dispatch(frame, groups, Bins, [("TYPE", (uint)source.Type), ("PEAK", false)],
            source.WordAddress, range.Address, bins.Address, source.FirstElement, samples, stride);
        frame.Recorder.Barrier();
        peak.Dispatch(frame, 1, Bins, [("TYPE", (uint)source.Type), ("PEAK", true)],
            source.WordAddress, range.Address, bins.Address, source.FirstElement, samples, stride);
        if (!isUnderWay)
        {
            frame.Recorder.Barrier();
            frame.Recorder.CopyToReadback(bins, Bins * sizeof(uint), sizeof(uint), readback!);
            isUnderWay = true;
        }
    }
}
