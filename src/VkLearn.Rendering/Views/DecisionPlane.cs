using SkiaSharp;

namespace VkLearn.Rendering.Views;

/// <summary>
/// What a machine says of each place of a plane, as the colour behind the points that it learned from, of two classes, and rings around
/// those that hold the boundary. Nothing is read back but the field's range.
/// </summary>
public sealed class DecisionPlane : View
{
    const float PointRadius = 1.5f, VectorRadius = 4.2f;
    const uint Vector = 2, First = 4, Second = 6; // marks: the greater lies above; rims are 1 less

    readonly PlaneAxes axes;
    readonly PlaneMarks marks;
    readonly CanvasImage<bool> legend;

    /// <param name="first">[N, 2]: points of the class for which the machine is above 0; what is no number is nowhere.</param>
    /// <param name="second">[N, 2]: points of the other.</param>
    /// <param name="vectors">[M, 2]: those that hold the boundary.</param>
    /// <param name="field">Float32 [rows, columns], over the plane from its left top.</param>
    /// <param name="classNames">Of the two classes.</param>
    /// <param name="reach">The plane goes from less this to this both ways.</param>
    /// <param name="most">The field's end both ways.</param>
    /// <exception cref="ArgumentException">A shape is another, or there are not two names.</exception>
    public DecisionPlane(TensorSource first, TensorSource second, TensorSource vectors, TensorSource field,
        IReadOnlyList<string> classNames, double reach, float most) : base(field.Name)
    {
        TensorSource Expect(TensorSource points) => PlaneMarks.ExpectPoints(nameof(DecisionPlane), points);
        (FirstPoints, SecondPoints, Vectors) = (Expect(first), Expect(second), Expect(vectors));
        string[] names = classNames.Count == 2 ? [.. classNames] : throw new ArgumentException(
            $"DecisionPlane \"{field.Name}\": there are two classes on a plane, received {classNames.Count}.");
        axes = new PlaneAxes(reach);
        marks = new PlaneMarks(axes, Field = PlaneMarks.ExpectField(nameof(DecisionPlane), field), ColorsOf, most);
        legend = new("legend", (canvas, _) => PlaneMarks.PaintLegend(canvas,
        [
            (names[0], ColorsOf(canvas.Theme)[First - 1]), (names[1], ColorsOf(canvas.Theme)[Second - 1]),
            ("support vectors", ColorsOf(canvas.Theme)[Vector - 1]),
        ]));
    }

    public TensorSource FirstPoints { get; }

    public TensorSource SecondPoints { get; }

    public TensorSource Vectors { get; }

    public TensorSource Field { get; }

    internal Rectangle Plot => axes.Plot;

    public override void Prepare(FrameContext frame)
    {
        legend.Update(frame, axes.Update(frame, Content, hasLegend: true), true);
        if (!Plot.IsEmpty)
        {
            marks.Begin(frame);
            marks.Points(frame, Vectors, Vector, VectorRadius);
            marks.Points(frame, FirstPoints, First, PointRadius);
            marks.Points(frame, SecondPoints, Second, PointRadius);
        }
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

    public override string? TextAt(float x, float y) => axes.TextAt(x, y);

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
        [theme.Card, theme.Text, theme.Card, theme.Wrong, theme.Card, theme.Accent];
}
