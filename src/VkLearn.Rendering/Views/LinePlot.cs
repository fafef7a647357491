using SkiaSharp;

namespace VkLearn.Rendering.Views;

/// <summary>
/// Curves over a common x axis, raw (faint) and smoothed (strong), before those of earlier runs (grey). The y axis fits what the values
/// came to: where the first of them are far off, they are cut. A hair line stands where the pointer is.
/// </summary>
public sealed class LinePlot : View
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    const float RawOpacity = 0.32f, Stroke = 1.6f, Headroom = 0.06f, Beginning = 0.1f; // Beginning: a share of x
    const int Few = 20; // points, all of which are seen
    const string Percent = "%";

    readonly DrawShader shader = new("LinePlot");
    readonly PlotAxes axes = new();
    readonly List<Curve> curves;
    TimeSpan? looked;
    float? hair; // the pointer, in pixels of the target
    Axis x = new(0, 1), y = new(0, 1);

    public LinePlot(string title, params IReadOnlyList<LineSeries> series) : base(title)
    {
        curves = [.. series.Select(static one => new Curve(one))];
    }

    public IEnumerable<LineSeries> Series => curves.Select(static curve => curve.Series);

    /// <summary>Where a line stands from top to bottom, such as at the step that is seen; null: there is none.</summary>
    public double? Marker { get; set; }

    /// <summary>What x counts, at the axis's end.</summary>
    public string XUnit { get; init; } = "step";

    /// <summary>What y is measured in, behind the title.</summary>
    public string YUnit
    {
        get => Detail;
        init => Detail = value;
    }

    /// <summary>Whether equal steps of y multiply.</summary>
    public bool IsLogarithmic { get; set; }

    /// <summary>The share of the x axis that the smoothed curve averages over; 0 draws the raw one, strong.</summary>
    public float Smoothing { get; set; } = 0.012f;

    /// <summary>The x axis's ends, between which a tensor's elements lie evenly; null: what the points need, a tensor's by number.
    /// </summary>
    public (double Low, double High)? XRange { get; init; }

    /// <summary>Places that are marked, each in the colour of a curve: where one stands on it.</summary>
    public IReadOnlyList<(int Curve, double X, double Y)> Marks { get; set; } = [];

    /// <summary>The y axis's ends; null: what the points need.</summary>
    public (float Low, float High)? YRange { get; init; }

    internal Rectangle Plot => axes.Plot;

    internal (Axis X, Axis Y) Axes => (x, y);

    /// <summary>Draws another curve from now on.</summary>
    public void Add(LineSeries series) => curves.Add(new Curve(series));

    public override void Prepare(FrameContext frame)
    {
        foreach (Curve curve in curves)
        {
            if (curve.Series.Source is { } source)
            {
                curve.Range.Update(frame, source, ColorScale.Magnitude);
            }
        }
        bool isDue = looked is not { } last || frame.Time - last >= LookEvery;
        if (isDue)
        {
            looked = frame.Time;
            FindAxes();
        }
        axes.Update(frame, Content, x, y, XUnit);
        foreach (Curve curve in curves)
        {
            if (!Plot.IsEmpty && (isDue || curve.Series.Source is not null || curve.Width != Plot.Width || curve.Height != Plot.Height))
            {
                curve.Update(frame, x, y, Plot.Width, Plot.Height, Smoothing);
            }
        }
        if (isDue)
        {
            UpdateLegend();
        }
    }

    public override void Draw(FrameContext frame)
    {
        axes.Draw(frame);
        if (Plot.IsEmpty)
        {
            return;
        }
        foreach (Curve curve in curves.Where(static curve => curve.Series.IsEarlier))
        {
            DrawCurve(frame, curve, frame.Theme.Muted, rawOpacity: 0);
        }
        if (Marker is { } at && x.ShareOf(at) is >= 0 and <= 1 and var share)
        {
            frame.Fill(new(Plot.X + (int)Math.Round(share * (Plot.Width - 1)), Plot.Y, 1, Plot.Height), frame.Theme.Marked);
        }
        for (int i = curves.Count - 1; i >= 0; i--)
        {
            if (!curves[i].Series.IsEarlier)
            {
                DrawCurve(frame, curves[i], frame.Theme.Curve(ColorOf(i)), Smoothing > 0 ? RawOpacity : 0);
            }
        }
        foreach ((int curve, double atX, double atY) in Marks)
        {
            DrawMark(frame, curve, atX, atY);
        }
        DrawHair(frame);
    }

    public override bool Pointer(PointerEvent e)
    {
        hair = e.Action == PointerAction.Leave || !Plot.Contains(e.X, e.Y) ? null : e.X;
        return false;
    }

    /// <summary>The curves' values at a place: "step 1,200   loss 0.231".</summary>
    public override string? TextAt(float x, float y)
    {
        if (!Plot.Contains(x, y))
        {
            return null;
        }
        int column = (int)x - Plot.X;
        double at = this.x.ValueAt((double)column / Math.Max(1, Plot.Width - 1));
        string text = $"{XUnit} {(XRange is null ? Numbers.Whole(Math.Round(at)) : Numbers.Short(at))}"; // else it counts steps
        foreach (Curve curve in curves)
        {
            float height = curve.HeightAt(column);
            text += float.IsNaN(height) ? "" : $"   {curve.Series.Name} {Numbers.Short(this.y.ValueAt(1 - height / Plot.Height))}";
        }
        return text;
    }

    public override void Dispose()
    {
        axes.Dispose();
        foreach (Curve curve in curves)
        {
            curve.Dispose();
        }
        base.Dispose();
    }

    /// <summary>Curves of earlier runs have none.</summary>
    int ColorOf(int index) => curves.Take(index).Count(static curve => !curve.Series.IsEarlier);

    void DrawMark(FrameContext frame, int curve, double atX, double atY)
    {
        if (x.ShareOf(atX) is >= 0 and <= 1 and var across && y.ShareOf(atY) is >= 0 and <= 1 and var up)
        {
            int size = frame.Pixels(9), line = frame.Pixels(2);
            Rectangle place = new(Plot.X + (int)Math.Round(across * (Plot.Width - 1)) - size / 2,
                Plot.Y + (int)Math.Round((1 - up) * (Plot.Height - 1)) - size / 2, size, size);
            frame.Fill(place, frame.Theme.Card);
            frame.Fill(place.Inset(line), frame.Theme.Curve(ColorOf(curve)));
        }
    }

    /// <summary>Where the pointer is, and where it meets the curves.</summary>
    void DrawHair(FrameContext frame)
    {
        if (hair is not { } at || !Plot.Contains(at, Plot.Y))
        {
            return;
        }
        frame.Fill(new((int)at, Plot.Y, 1, Plot.Height), frame.Theme.Muted);
        int size = frame.Pixels(5);
        for (int i = 0; i < curves.Count; i++)
        {
            float height = curves[i].HeightAt((int)at - Plot.X);
            if (height >= 0 && height < Plot.Height)
            {
                SKColor color = curves[i].Series.IsEarlier ? frame.Theme.Muted : frame.Theme.Curve(ColorOf(i));
                frame.Fill(new((int)at - size / 2, Plot.Y + (int)height - size / 2, size, size), color);
            }
        }
    }

    void DrawCurve(FrameContext frame, Curve curve, SKColor color, float rawOpacity)
    {
        for (int i = 0; i < curve.Parts.Count; i++)
        {
            Rectangle part = curve.Parts[i];
            shader.Draw(frame, part with { X = Plot.X + part.X, Y = Plot.Y + part.Y }, [], curve.Address, part.X, part.Y, Plot.Width,
                DrawShader.Word(color), rawOpacity, Stroke * frame.Scale / 2);
        }
    }

    void FindAxes()
    {
        double left = double.PositiveInfinity, right = double.NegativeInfinity, low = left, high = right;
        foreach (Curve curve in curves)
        {
            if (curve.Series.Source is { } source)
            {
                (left, right) = (Math.Min(left, 0), Math.Max(right, source.Count - 1));
                IncludeRead(curve.Range.Numbers, ref low, ref high);
            }
            else if (curve.Series.X is { Length: > 0 } xs)
            {
                (left, right) = (Math.Min(left, xs[0]), Math.Max(right, xs[^1]));
            }
        }
        bool areFew = curves.Sum(static curve => curve.Series.X.Length) < Few;
        double from = IsLogarithmic || areFew ? left : left + Beginning * (right - left);
        foreach (Curve curve in curves)
        {
            IncludePoints(curve.Series, from, ref low, ref high);
        }
        x = XRange is { } range ? new(range.Low, range.High)
            : left < right ? new(left, right) : double.IsFinite(left) ? new(left, left + 1) : new(0, 1);
        y = YRange is { } given ? new(given.Low, given.High, IsLogarithmic) : YAxis(low, high);
    }

    void IncludeRead(RangeNumbers? read, ref double low, ref double high)
    {
        if (read is { HasValues: true } known && (!IsLogarithmic || known.Greatest > 0))
        {
            low = Math.Min(low, IsLogarithmic && known.Least <= 0 ? known.Greatest * 1e-6 : known.Least);
            high = Math.Max(high, known.Greatest);
        }
    }

    /// <param name="from">Where x begins to count: on an axis on which equal steps add, the first of many points are left out, for they are
    /// far from all that follows.</param>
    void IncludePoints(LineSeries series, double from, ref double low, ref double high)
    {
        ReadOnlySpan<double> xs = series.X, ys = series.Y;
        for (int i = 0; i < xs.Length; i++)
        {
            if (double.IsFinite(ys[i]) && xs[i] >= from && (!IsLogarithmic || ys[i] > 0))
            {
                (low, high) = (Math.Min(low, ys[i]), Math.Max(high, ys[i]));
            }
        }
    }

    /// <summary>With some room above and below; from 0 where the values come near it. Shares go to 100 per cent at most.</summary>
    Axis YAxis(double low, double high)
    {
        if (!(low <= high))
        {
            return IsLogarithmic ? new(0.1, 1, true) : new(0, 1);
        }
        if (IsLogarithmic)
        {
            double factor = Math.Max(1.05, Math.Pow(high / low, Headroom));
            return new(low / factor, high * factor, true);
        }
        double room = high > low ? (high - low) * Headroom : Math.Max(1e-6, Math.Abs(high) * 0.1);
        double top = YUnit == Percent && high <= 100 ? Math.Min(100, high + room) : high + room;
        return new(low >= 0 && low < 0.3 * high ? 0 : low - room, top);
    }

    void UpdateLegend()
    {
        bool hasRaw = Smoothing > 0 && curves.Any(static curve => curve.Series is { IsEarlier: false, X.Length: >= Few });
        IEnumerable<LegendEntry> strong = curves.Select((curve, i) => (curve, i)).Where(static one => !one.curve.Series.IsEarlier)
            .Select(one => new LegendEntry(ColorOf(one.i), one.curve.Series.Name, Value(one.curve)));
        IEnumerable<LegendEntry> earlier = curves.Where(static curve => curve.Series is { IsEarlier: true, X.Length: > 0 })
            .Select(static curve => curve.Series.Name).Distinct().Select(static name => new LegendEntry(0, name, "", CurveLook.Earlier));
        LegendEntry[] now = [.. strong, .. hasRaw ? [new LegendEntry(0, "raw", "", CurveLook.Raw)] : (LegendEntry[])[], .. earlier];
        if (!now.SequenceEqual(Legend))
        {
            Legend = now;
        }

        static string Value(Curve curve) => double.IsNaN(curve.Latest) ? "" : Numbers.Short(curve.Latest);
    }
}
