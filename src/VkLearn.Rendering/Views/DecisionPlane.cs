using SkiaSharp;

namespace VkLearn.Rendering.Views;

/// <summary>
/// What somebody says of each place of a plane, as the colour behind the points that it learned from, and rings around those that hold its
/// boundary. A click may add a point. Nothing is read back but the field's range.
/// </summary>
public sealed class DecisionPlane : View
{
    const float PointRadius = 1.5f, FewRadius = 2.5f, VectorRadius = 4.2f;
    const int Few = 700; // points, which are drawn larger
    const uint Vector = 2, First = 4; // marks: the greater lies above; rims are 1 less

    readonly PlaneAxes axes;
    readonly PlaneMarks marks;
    readonly CanvasImage<bool> legend;

    /// <param name="groups">The points.</param>
    /// <param name="vectors">[M, 2]: those that hold the boundary; null: none does.</param>
    /// <param name="field">Float32 [rows, columns], over the plane from its left top.</param>
    /// <param name="reach">The plane goes from less this to this both ways.</param>
    /// <param name="most">The field's end both ways; null: what it reaches.</param>
    /// <exception cref="ArgumentException">A shape is another.</exception>
    public DecisionPlane(IReadOnlyList<PlaneGroup> groups, TensorSource? vectors, TensorSource field, double reach, float? most)
        : base(field.Name)
    {
        (Groups, Vectors) = (groups, vectors);
        foreach (TensorSource points in groups.Select(group => group.Points).Concat(vectors is { } held ? [held] : []))
        {
            PlaneMarks.ExpectPoints(nameof(DecisionPlane), points);
        }
        axes = new PlaneAxes(reach);
        marks = new PlaneMarks(axes, Field = PlaneMarks.ExpectField(nameof(DecisionPlane), field), ColorsOf, most);
        legend = new("legend", (canvas, _) => PlaneMarks.PaintLegend(canvas,
        [
            .. Groups.Where(group => group.Name != "").Select(group => (group.Name, group.Color(canvas.Theme))),
            .. Vectors is null ? [] : ((string, SKColor)[])[("support vectors", canvas.Theme.Text)],
        ]));
    }

    public IReadOnlyList<PlaneGroup> Groups { get; }

    public TensorSource? Vectors { get; }

    public TensorSource Field { get; }

    /// <summary>What a click there does, in a tooltip; empty: nothing.</summary>
    public string Hint { get; init; } = "";

    /// <summary>A place was clicked at, by a button of the pointer: 0 the left one, 1 the right one.</summary>
    public event Action<double, double, int>? Clicked;

    internal Rectangle Plot => axes.Plot;

    public override void Prepare(FrameContext frame)
    {
        legend.Update(frame, axes.Update(frame, Content, hasLegend: true), true);
        if (Plot.IsEmpty)
        {
            return;
        }
        marks.Begin(frame);
        if (Vectors is { } vectors)
        {
            marks.Points(frame, vectors, Vector, VectorRadius);
        }
        for (int i = 0; i < Groups.Count; i++)
        {
            TensorSource points = Groups[i].Points;
            marks.Points(frame, points, First + 2 * (uint)i, points.Shape[0] <= Few ? FewRadius : PointRadius);
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

    public override bool Pointer(PointerEvent e)
    {
        bool isClick = Clicked is not null && e.Action == PointerAction.Press && e.Button is 0 or 1 && Plot.Contains(e.X, e.Y);
        if (isClick)
        {
            (double x, double y) = axes.PlaceAt(e.X, e.Y);
            Clicked!(x, y, e.Button);
        }
        return isClick;
    }

    public override string? TextAt(float x, float y) =>
        axes.TextAt(x, y) is not { } place ? null : Hint == "" ? place : $"{place}: {Hint}";

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
    internal SKColor[] ColorsOf(Theme theme) =>
        [theme.Card, theme.Text, .. Groups.SelectMany(group => (SKColor[])[theme.Card, group.Color(theme)])];
}
