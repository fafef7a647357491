using System.Numerics;
using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// Two players on a plane: what is real and what is made as points, what the critic says of each place as the colour behind them, where it
/// draws what is made as a line from each, and what becomes of an even lattice of noise. The pointer draws strokes, by which whoever shows
/// it may say what is real. Nothing is read back but the field's range.
/// </summary>
public sealed class GamePlane : View
{
    const float RealRadius = 1.5f, MadeRadius = 2.2f, Rim = 1, PullLength = 10, LongestPull = 3, FieldStrength = 0.6f;
    const uint LocalSize = 64, Lattice = 1, Pull = 2, Real = 4, Made = 6; // marks: the greater lies above; rims are 1 less
    const uint Points = 0, Lines = 1, Vectors = 2; // kinds

    readonly ComputeShader points = new("GamePlane"), lines = new("GamePlane"), vectors = new("GamePlane");
    readonly DrawShader shader = new("GamePlane");
    readonly PlaneAxes axes;
    readonly CanvasImage<bool> legend = new("legend", (canvas, _) => PaintLegend(canvas));
    readonly RangeState range;
    readonly PlaneStrokes strokes = new();
    GpuBuffer? marks, colors;
    Theme? colored;

    /// <param name="real">[N, 2].</param>
    /// <param name="made">[M, 2].</param>
    /// <param name="pulls">[M, 2]: where the critic draws each made point, of a length of about 1.</param>
    /// <param name="field">Float32 [rows, columns], over the plane from its left top: above 0 where the critic takes points for real.
    /// </param>
    /// <param name="reach">The plane goes from less this to this both ways.</param>
    /// <param name="most">The field's end both ways; null: what it reaches.</param>
    /// <exception cref="ArgumentException">A shape is another.</exception>
    public GamePlane(TensorSource real, TensorSource made, TensorSource pulls, TensorSource field, double reach, float? most)
        : base(field.Name)
    {
        (RealPoints, MadePoints, Pulls, Field) = (Expect(real, "[N, 2]"), Expect(made, "[N, 2]"), Expect(pulls, "[N, 2]"), field);
        if (field is not { Type: ElementType.Float32, Shape: [_, _] })
        {
            throw new ArgumentException($"GamePlane \"{field.Name}\": a field is Float32 [rows, columns], received {field.ShapeText}.");
        }
        axes = new PlaneAxes(reach);
        range = new RangeState { Fixed = most is { } end ? (-end, end) : null };
    }

    public TensorSource RealPoints { get; }

    public TensorSource MadePoints { get; }

    public TensorSource Pulls { get; }

    public TensorSource Field { get; }

    /// <summary>[side, side, 2]: what becomes of a lattice of noise; null: it is not shown.</summary>
    public TensorSource? LatticePoints { get; init; }

    /// <summary>Raised in <see cref="Prepare"/> when strokes have changed: each the places that it goes through; none: they are gone.
    /// </summary>
    public event Action<IReadOnlyList<Vector2[]>>? Drawn;

    internal Rectangle Plot => axes.Plot;

    internal RangeState Range => range;

    public override void Prepare(FrameContext frame)
    {
        legend.Update(frame, axes.Update(frame, Content, hasLegend: true), true);
        if (strokes.TakeChange())
        {
            Drawn?.Invoke(strokes.All);
        }
        if (Plot.IsEmpty)
        {
            return;
        }
        range.Update(frame, Field, ColorScale.Signed);
        Color(frame);
        long bytes = (long)Plot.Width * Plot.Height * sizeof(uint);
        if (marks is null || marks.Bytes < bytes)
        {
            marks?.Dispose();
            marks = frame.Gpu.Memory.Allocate(bytes, "game plane");
        }
        frame.Recorder.Fill(marks, 0, bytes, 0);
        frame.Recorder.Barrier();
        if (LatticePoints is { Shape: [int side, _, _] } lattice)
        {
            Mark(frame, Lines, lattice, lattice, 2 * side * side, Lattice, 0, side);
        }
        Mark(frame, Vectors, MadePoints, Pulls, MadePoints.Shape[0], Pull, PullLength);
        Mark(frame, Points, RealPoints, RealPoints, RealPoints.Shape[0], Real, RealRadius);
        Mark(frame, Points, MadePoints, MadePoints, MadePoints.Shape[0], Made, MadeRadius);
    }

    public override void Draw(FrameContext frame)
    {
        axes.Draw(frame);
        legend.Draw(frame);
        if (!Plot.IsEmpty)
        {
            shader.Draw(frame, Plot, [], Field.WordAddress, range.Address, frame.Palette.Address, marks!.Address, colors!.Address,
                Field.Shape[0], Field.Shape[1], FieldStrength, DrawShader.Word(frame.Theme.Card));
        }
    }

    /// <summary>The left button draws a stroke, the right one takes all of them away.</summary>
    public override bool Pointer(PointerEvent e)
    {
        (double x, double y) = axes.PlaceAt(e.X, e.Y);
        return Drawn is not null && strokes.Take(e, Plot.Contains(e.X, e.Y), new Vector2((float)x, (float)y));
    }

    public override string? TextAt(float x, float y) => axes.TextAt(x, y) is not { } place ? null
        : Drawn is null ? place : strokes.IsEmpty ? $"{place}: draw here what is real" : $"{place}: the right button undoes what is drawn";

    public override void Dispose()
    {
        axes.Dispose();
        legend.Dispose();
        range.Dispose();
        marks?.Dispose();
        colors?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc cref="PlaneAxes.PixelOf"/>
    internal (int X, int Y) PixelOf(double x, double y) => axes.PixelOf(x, y);

    /// <summary>Of mark 1 and on.</summary>
    internal static SKColor[] ColorsOf(Theme theme) =>
        [theme.Faint, theme.Muted, theme.Card, theme.Text, theme.Card, MadeColor(theme)];

    /// <summary>Neither of the field's hues.</summary>
    static SKColor MadeColor(Theme theme) => theme.Curve(2);

    static TensorSource Expect(TensorSource source, string shape) => source.Shape is [_, 2] ? source : throw new ArgumentException(
        $"GamePlane \"{source.Name}\": points on a plane are {shape}, received {source.ShapeText}.");

    void Color(FrameContext frame)
    {
        if (colored != frame.Theme)
        {
            colored = frame.Theme;
            uint[] words = [.. ColorsOf(frame.Theme).Select(DrawShader.Word)];
            colors ??= frame.Gpu.Memory.Allocate(words.Length * sizeof(uint), "mark colours");
            frame.Gpu.Staging.Upload<uint>(words, colors);
        }
    }

    void Mark(FrameContext frame, uint kind, TensorSource at, TensorSource vector, int count, uint mark, float radius, int side = 0)
    {
        (float low, float perUnit, float bottom, float perUnitUp) = axes.Scale;
        ComputeShader marking = kind switch { Points => points, Lines => lines, _ => vectors };
        marking.Dispatch(frame, count, LocalSize, [("TYPE", (uint)at.Type), ("KIND", kind)],
            at.WordAddress, vector.WordAddress, marks!.Address, at.FirstElement, vector.FirstElement, mark, side, Plot.Width, Plot.Height,
            low, perUnit, bottom, perUnitUp, (float)frame.Pixels(radius), (float)frame.Pixels(Rim), LongestPull);
    }

    static void PaintLegend(Canvas canvas)
    {
        (string Text, SKColor Color)[] entries =
            [("real", canvas.Theme.Text), ("made", MadeColor(canvas.Theme)), ("where the critic draws it", canvas.Theme.Muted)];
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
}
