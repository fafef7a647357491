using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// Points [N, 2] on a plane in the colours of their items' classes, and a place on it that the pointer moves. Nothing is read back. What
/// lies beyond the plane's ends is drawn at its edge.
/// </summary>
public sealed class ScatterPlot : View
{
    const float PointRadius = 3, CrossGap = 7;
    const uint LocalSize = 64;

    readonly ComputeShader marking = new("ScatterPlot");
    readonly DrawShader shader = new("ScatterPlot");
    readonly PlaneAxes axes;
    readonly CanvasImage<bool> legend;
    GpuBuffer? marks, colors;
    Theme? colored;

    /// <param name="points">[N, 2]: to the right, upwards.</param>
    /// <param name="classNames">What labels stand for.</param>
    /// <param name="reach">The plane goes from less this to this both ways.</param>
    /// <exception cref="ArgumentException">The shape is not that of points on a plane.</exception>
    public ScatterPlot(TensorSource points, IReadOnlyList<string> classNames, double reach = 3) : base(points.Name)
    {
        Source = points.Shape is [_, 2] ? points : throw new ArgumentException(
            $"ScatterPlot \"{points.Name}\": points on a plane are [N, 2], received {points.ShapeText}.");
        (ClassNames, axes) = (classNames, new PlaneAxes(reach));
        legend = new("classes", (canvas, _) => PaintLegend(canvas));
    }

    /// <summary>What is shown; it may move, but keeps its shape.</summary>
    public TensorSource Source { get; set; }

    /// <summary>Int32 [N]: the class each item is of; -1 for none.</summary>
    public TensorSource? Labels { get; set; }

    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The place that is marked by a cross.</summary>
    public (double X, double Y) Place { get; set; }

    /// <summary>Whether the pointer is over the plane and so moves the place.</summary>
    public bool IsPointedAt { get; private set; }

    internal Rectangle Plot => axes.Plot;

    public override void Prepare(FrameContext frame)
    {
        legend.Update(frame, axes.Update(frame, Content, ClassNames.Count > 0 && Labels is not null), true);
        if (!Plot.IsEmpty)
        {
            Color(frame);
            Mark(frame);
        }
    }

    public override void Draw(FrameContext frame)
    {
        axes.Draw(frame);
        legend.Draw(frame);
        if (Plot.IsEmpty)
        {
            return;
        }
        int count = Source.Shape[0];
        shader.Draw(frame, Plot, [("LABELLED", Labels is not null)],
            marks!.Address, Labels is { } labels ? labels.WordAddress : 0ul, colors!.Address, count, ChosenItem ?? count,
            ClassNames.Count, DrawShader.Word(frame.Theme.Card), DrawShader.Word(frame.Theme.Marked));
        DrawCross(frame);
    }

    public override bool Pointer(PointerEvent e)
    {
        IsPointedAt = e.Action != PointerAction.Leave && Plot.Contains(e.X, e.Y);
        if (IsPointedAt)
        {
            Place = axes.PlaceAt(e.X, e.Y);
        }
        return false; // so that clicks and other events still go where they do
    }

    public override string? TextAt(float x, float y) => axes.TextAt(x, y);

    public override void Dispose()
    {
        axes.Dispose();
        legend.Dispose();
        marks?.Dispose();
        colors?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc cref="PlaneAxes.PixelOf"/>
    internal (int X, int Y) PixelOf(double x, double y) => axes.PixelOf(x, y);

    /// <summary>A colour for each class: hues all around, lighter and darker by turns, and one for what has none.</summary>
    internal static SKColor[] ColorsOf(Theme theme, int classes)
    {
        bool isDark = Oklab.Of(theme.Card).L < 0.5;
        (double light, double dark) = isDark ? (82, 60) : (62, 42);
        return
        [
            .. Enumerable.Range(0, classes).Select(label => Oklab.OfLightness(label % 2 == 0 ? light : dark,
                0.15 * Math.Cos(2 * Math.PI * label / classes), 0.15 * Math.Sin(2 * Math.PI * label / classes)).ToColor()),
            theme.Muted,
        ];
    }

    void Color(FrameContext frame)
    {
        if (colored != frame.Theme)
        {
            colored = frame.Theme;
            uint[] words = [.. ColorsOf(frame.Theme, ClassNames.Count).Select(DrawShader.Word)];
            colors ??= frame.Gpu.Memory.Allocate(words.Length * sizeof(uint), "class colours");
            frame.Gpu.Staging.Upload<uint>(words, colors);
        }
    }

    void Mark(FrameContext frame)
    {
        long bytes = (long)Plot.Width * Plot.Height * sizeof(uint);
        if (marks is null || marks.Bytes < bytes)
        {
            marks?.Dispose();
            marks = frame.Gpu.Memory.Allocate(bytes, "scatter plot");
        }
        frame.Recorder.Fill(marks, 0, bytes, 0);
        frame.Recorder.Barrier();
        (float low, float perUnit, float bottom, float perUnitUp) = axes.Scale;
        marking.Dispatch(frame, Source.Shape[0], LocalSize, [("TYPE", (uint)Source.Type)],
            Source.WordAddress, marks.Address, Source.FirstElement, Source.Shape[0], Plot.Width, Plot.Height,
            low, perUnit, bottom, perUnitUp, (float)frame.Pixels(PointRadius), (float)frame.Pixels(1), ChosenItem ?? Source.Shape[0]);
    }

    /// <summary>Two lines that leave the place itself free.</summary>
    void DrawCross(FrameContext frame)
    {
        (int x, int y) = PixelOf(Place.X, Place.Y);
        (int line, int gap) = (frame.Pixels(1), frame.Pixels(CrossGap));
        Rectangle hole = new Rectangle(x, y, line, line).Inset(-gap);
        frame.Fill(new(x, Plot.Y, line, Math.Max(0, hole.Y - Plot.Y)), frame.Theme.Marked);
        frame.Fill(new(x, hole.Bottom, line, Math.Max(0, Plot.Bottom - hole.Bottom)), frame.Theme.Marked);
        frame.Fill(new(Plot.X, y, Math.Max(0, hole.X - Plot.X), line), frame.Theme.Marked);
        frame.Fill(new(hole.Right, y, Math.Max(0, Plot.Right - hole.Right), line), frame.Theme.Marked);
        frame.Outline(hole, frame.Theme.Marked);
    }

    /// <summary>All names in a line, or as many as there is room for.</summary>
    void PaintLegend(Canvas canvas)
    {
        SKColor[] shown = ColorsOf(canvas.Theme, ClassNames.Count);
        float dot = canvas.Pixels(8), gap = canvas.Pixels(4), between = canvas.Pixels(10);
        float[] widths = [.. ClassNames.Select(name => dot + gap + canvas.Measure(name, TextStyle.Small) + 1 + between)];
        float x = Math.Max(0, (canvas.Width - widths.Sum() + between) / 2);
        for (int i = 0; i < widths.Length; i++)
        {
            if (x + widths[i] - between > canvas.Width)
            {
                canvas.Omit(string.Join("   ", ClassNames), 0, 0, canvas.Width, canvas.Height);
                return;
            }
            canvas.Circle(x + dot / 2, canvas.Height / 2f, dot / 2, shown[i]);
            float left = x + dot + gap;
            canvas.Text(ClassNames[i], left, 0, x + widths[i] - between - left, canvas.Height, TextStyle.Small, canvas.Theme.Muted);
            x += widths[i];
        }
    }
}
