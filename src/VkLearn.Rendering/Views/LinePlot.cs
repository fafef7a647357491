namespace VkLearn.Rendering.Views;

/// <summary>Curves over a common x axis, raw (faint) and smoothed (strong).</summary>
public sealed class LinePlot : View
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    const float RawOpacity = 0.32f, Stroke = 1.6f, Headroom = 0.06f;

    readonly DrawShader shader = new("LinePlot");
    readonly PlotAxes axes = new();
    readonly Curve[] curves;
    readonly LegendEntry[] entries;
    TimeSpan? looked;
    Axis x = new(0, 1), y = new(0, 1);

    public LinePlot(string title, params IReadOnlyList<LineSeries> series) : base(title)
    {
        Series = series;
        curves = [.. series.Select(static one => new Curve(one))];
        entries = [.. series.Select(static (one, index) => new LegendEntry(index, one.Name, ""))];
    }

    public IReadOnlyList<LineSeries> Series { get; }

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

    /// <summary>The y axis's ends; null: what the points need.</summary>
    public (float Low, float High)? YRange { get; init; }

    internal Rectangle Plot => axes.Plot;

    internal (Axis X, Axis Y) Axes => (x, y);

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
        for (int i = curves.Length - 1; i >= 0; i--)
        {
            DrawCurve(frame, curves[i], DrawShader.Word(frame.Theme.Curve(i)));
        }
    }

    /// <summary>The curves' values at a place: "step 1,200   loss 0.231".</summary>
    public override string? TextAt(float x, float y)
    {
        if (!Plot.Contains(x, y))
        {
            return null;
        }
        int column = (int)x - Plot.X;
        string text = $"{XUnit} {Numbers.Whole(Math.Round(this.x.ValueAt((double)column / Math.Max(1, Plot.Width - 1))))}";
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

    void DrawCurve(FrameContext frame, Curve curve, uint color)
    {
        for (int i = 0; i < curve.Parts.Count; i++)
        {
            Rectangle part = curve.Parts[i];
            shader.Draw(frame, part with { X = Plot.X + part.X, Y = Plot.Y + part.Y }, [], curve.Address, part.X, part.Y, Plot.Width, color,
                Smoothing > 0 ? RawOpacity : 0, Stroke * frame.Scale / 2);
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
                IncludeAll(curve.Series.Y, ref low, ref high);
            }
        }
        x = left < right ? new(left, right) : double.IsFinite(left) ? new(left, left + 1) : new(0, 1);
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

    void IncludeAll(ReadOnlySpan<double> values, ref double low, ref double high)
    {
        foreach (double value in values)
        {
            if (double.IsFinite(value) && (!IsLogarithmic || value > 0))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }
    }

    /// <summary>With some room above and below; from 0 where the values come near it.</summary>
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
        return new(low >= 0 && low < 0.3 * high ? 0 : low - room, high + room);
    }

    void UpdateLegend()
    {
        bool isNew = Legend.Count == 0;
        for (int i = 0; i < curves.Length; i++)
        {
            string value = double.IsNaN(curves[i].Latest) ? "" : Numbers.Short(curves[i].Latest);
            if (value != entries[i].Value)
            {
                entries[i] = entries[i] with { Value = value };
                isNew = true;
            }
        }
        if (isNew)
        {
            Legend = [.. entries];
        }
    }
}
