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
    const float RealRadius = 1.5f, MadeRadius = 2.2f, PullLength = 10;
    const uint Lattice = 1, Pull = 2, Real = 4, Made = 6; // marks: the greater lies above; rims are 1 less

    readonly PlaneAxes axes;
    readonly PlaneMarks marks;
    readonly CanvasImage<bool> legend = new("legend", (canvas, _) => PaintLegend(canvas));
    readonly PlaneStrokes strokes = new();

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
        TensorSource Expect(TensorSource points) => PlaneMarks.ExpectPoints(nameof(GamePlane), points);
        (RealPoints, MadePoints, Pulls) = (Expect(real), Expect(made), Expect(pulls));
        axes = new PlaneAxes(reach);
        marks = new PlaneMarks(axes, Field = PlaneMarks.ExpectField(nameof(GamePlane), field), ColorsOf, most);
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

    internal RangeState Range => marks.Range;

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
        marks.Begin(frame);
        if (LatticePoints is { } lattice)
        {
            marks.Lattice(frame, lattice, Lattice);
        }
        marks.Vectors(frame, MadePoints, Pulls, Pull, PullLength);
        marks.Points(frame, RealPoints, Real, RealRadius);
        marks.Points(frame, MadePoints, Made, MadeRadius);
    }

    public override void Draw(FrameContext frame)
    {
        axes.Draw(frame);
        legend.Draw(frame);
        if (!Plot.IsEmpty)
        {
            marks.Draw(frame);
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
        marks.Dispose();
        base.Dispose();
    }

    /// <inheritdoc cref="PlaneAxes.PixelOf"/>
    internal (int X, int Y) PixelOf(double x, double y) => axes.PixelOf(x, y);

    /// <summary>Of mark 1 and on.</summary>
    internal static SKColor[] ColorsOf(Theme theme) =>
        [theme.Faint, theme.Muted, theme.Card, theme.Text, theme.Card, MadeColor(theme)];

    /// <summary>Neither of the field's hues.</summary>
    static SKColor MadeColor(Theme theme) => theme.Curve(2);

    static void PaintLegend(Canvas canvas) => PlaneMarks.PaintLegend(canvas,
        [("real", canvas.Theme.Text), ("made", MadeColor(canvas.Theme)), ("where the critic draws it", canvas.Theme.Muted)]);
}
