using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// Points and lines on a plane, over the colours of a field of numbers: marks, of which the greater lies above the less. Nothing is read
/// back but the field's range.
/// </summary>
/// <param name="field">Float32 [rows, columns], over the plane from its left top.</param>
/// <param name="colorsOf">The colours of marks, from 1 on.</param>
/// <param name="most">The field's end both ways; null: what it reaches.</param>
sealed class PlaneMarks(PlaneAxes axes, TensorSource field, Func<Theme, SKColor[]> colorsOf, float? most) : IDisposable
{
    const float Rim = 1, LongestVector = 3, FieldStrength = 0.6f;
    const uint LocalSize = 64;
    const uint OfPoints = 0, OfLines = 1, OfVectors = 2; // kinds

    readonly ComputeShader points = new("GamePlane"), lines = new("GamePlane"), vectors = new("GamePlane");
    readonly DrawShader shader = new("GamePlane");
    GpuBuffer? marks, colors;
    Theme? colored;

    public RangeState Range { get; } = new() { Fixed = most is { } end ? (-end, end) : null };

    /// <summary>Takes all marks away.</summary>
    public void Begin(FrameContext frame)
    {
        Range.Update(frame, field, ColorScale.Signed);
        Color(frame);
        long bytes = (long)axes.Plot.Width * axes.Plot.Height * sizeof(uint);
        if (marks is null || marks.Bytes < bytes)
        {
            marks?.Dispose();
            marks = frame.Gpu.Memory.Allocate(bytes, "plane's marks");
        }
        frame.Recorder.Fill(marks, 0, bytes, 0);
        frame.Recorder.Barrier();
    }

    /// <summary>Discs at points [N, 2], whose rims are 1 less; what is no number is nowhere.</summary>
    public void Points(FrameContext frame, TensorSource at, uint mark, float radius) =>
        Mark(frame, points, OfPoints, at, at, at.Shape[0], mark, radius);

    /// <summary>Lines from each place of a lattice [side, side, 2] to the next both ways.</summary>
    public void Lattice(FrameContext frame, TensorSource at, uint mark) =>
        Mark(frame, lines, OfLines, at, at, 2 * at.Shape[0] * at.Shape[0], mark, 0, at.Shape[0]);

    /// <summary>A line from each point [N, 2] as a vector [N, 2] says.</summary>
    /// <param name="length">Of a vector of length 1; none is drawn longer than three times that.</param>
    public void Vectors(FrameContext frame, TensorSource at, TensorSource vector, uint mark, float length) =>
        Mark(frame, vectors, OfVectors, at, vector, at.Shape[0], mark, length);

    public void Draw(FrameContext frame) =>
        shader.Draw(frame, axes.Plot, [], field.WordAddress, Range.Address, frame.Palette.Address, marks!.Address, colors!.Address,
            field.Shape[0], field.Shape[1], FieldStrength, DrawShader.Word(frame.Theme.Card));

    /// <exception cref="ArgumentException">Its shape is not that of points on a plane.</exception>
    public static TensorSource ExpectPoints(string view, TensorSource source) => source.Shape is [_, 2] ? source
        : throw new ArgumentException($"{view} \"{source.Name}\": points on a plane are [N, 2], received {source.ShapeText}.");

    /// <exception cref="ArgumentException">It is no field.</exception>
    public static TensorSource ExpectField(string view, TensorSource source) =>
        source is { Type: ElementType.Float32, Shape: [_, _] } ? source
        : throw new ArgumentException($"{view} \"{source.Name}\": a field is Float32 [rows, columns], received {source.ShapeText}.");

    /// <summary>What marks mean, in one line.</summary>
    public static void PaintLegend(Canvas canvas, IReadOnlyList<(string Text, SKColor Color)> entries)
    {
        float dot = canvas.Pixels(8), gap = canvas.Pixels(4), between = canvas.Pixels(12);
        float[] widths = [.. entries.Select(entry => dot + gap + canvas.Measure(entry.Text, TextStyle.Small) + 1 + between)];
        float x = Math.Max(0, (canvas.Width - widths.Sum() + between) / 2);
        for (int i = 0; i < widths.Length && x + widths[i] - between <= canvas.Width; x += widths[i++])
        {
            canvas.Circle(x + dot / 2, canvas.Height / 2f, dot / 2, entries[i].Color);
            float left = x + dot + gap;
            canvas.Text(entries[i].Text, left, 0, x + widths[i] - between - left, canvas.Height, TextStyle.Small, canvas.Theme.Muted);
        }
    }

    void Color(FrameContext frame)
    {
        if (colored != frame.Theme)
        {
            colored = frame.Theme;
            uint[] words = [.. colorsOf(frame.Theme).Select(DrawShader.Word)];
            colors ??= frame.Gpu.Memory.Allocate(words.Length * sizeof(uint), "mark colours");
            frame.Gpu.Staging.Upload<uint>(words, colors);
        }
    }

    void Mark(FrameContext frame, ComputeShader marking, uint kind, TensorSource at, TensorSource vector, int count, uint mark,
        float radius, int side = 0)
    {
        (float low, float perUnit, float bottom, float perUnitUp) = axes.Scale;
        marking.Dispatch(frame, count, LocalSize, [("TYPE", (uint)at.Type), ("KIND", kind)],
            at.WordAddress, vector.WordAddress, marks!.Address, at.FirstElement, vector.FirstElement, mark, side, axes.Plot.Width,
            axes.Plot.Height, low, perUnit, bottom, perUnitUp, (float)frame.Pixels(radius), (float)frame.Pixels(Rim), LongestVector);
    }

    public void Dispose()
    {
        Range.Dispose();
        marks?.Dispose();
        colors?.Dispose();
    }
}
