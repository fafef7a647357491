namespace VkLearn.Rendering.Views;

/// <summary>
/// A forecast of a series: its past, from where it stands now what came and what was foretold, and the fan between the quantiles. Nothing
/// is read back but the ends of the y axis.
/// </summary>
public sealed class ForecastPlot : View
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    const int CameColor = 0, ForecastColor = 1;
    const float Stroke = 1.6f, FanOpacity = 0.2f, Room = 0.08f;

    readonly DrawShader lines = new("LinePlot"), fan = new("Fan");
    readonly PlotAxes axes = new();
    readonly Curve past, came;
    readonly Curve[] forecasts; // by quantile, rising
    readonly int pastSteps, stepsAhead;
    TimeSpan? looked;
    Axis y = new(0, 1);

    /// <param name="past">[steps], the last of which is now.</param>
    /// <param name="came">[1 + ahead], from now on.</param>
    /// <param name="forecasts">The same as it was foretold, for each quantile, which rise, or one.</param>
    /// <exception cref="ArgumentException">A shape is not that of a series, or the forecasts' differ.</exception>
    public ForecastPlot(string title, TensorSource past, TensorSource came, IReadOnlyList<TensorSource> forecasts) : base(title)
    {
        (pastSteps, stepsAhead) = (past.Count - 1, came.Count - 1);
        if (pastSteps < 1 || stepsAhead < 1 || forecasts.Count == 0 || forecasts.Any(one => one.Count != came.Count))
        {
            throw new ArgumentException($"ForecastPlot \"{title}\": needs two steps or more of the past, and as many of what came as of "
                + $"what was foretold, received {past.ShapeText}, {came.ShapeText} and {forecasts.Count} forecasts.");
        }

        (this.past, this.came) = (new(new LineSeries("past", past)), new(new LineSeries("came", came)));
        this.forecasts = [.. forecasts.Select(one => new Curve(new LineSeries("forecast", one)))];
        Legend = [new(CameColor, "what came", ""), new(ForecastColor, "forecast", "")];
    }

    IEnumerable<Curve> All => [past, came, .. forecasts];

    /// <summary>Where all of it goes, in pixels of the target.</summary>
    internal Rectangle Plot => axes.Plot;

    /// <summary>Where what is ahead goes.</summary>
    internal Rectangle Ahead => Part(Now, Plot.Width);

    /// <summary>The column of pixels in the plot that is now.</summary>
    int Now => (int)Math.Round((Plot.Width - 1) * (double)pastSteps / (pastSteps + stepsAhead));

    Rectangle Part(int from, int to) => Plot with { X = Plot.X + from, Width = Math.Max(0, to - from) };

    public override void Prepare(FrameContext frame)
    {
        foreach (Curve curve in All)
        {
            curve.Range.Update(frame, curve.Series.Source!.Value, ColorScale.Magnitude);
        }

        if (looked is not { } last || frame.Time - last >= LookEvery)
        {
            looked = frame.Time;
            FindAxis();
        }

        axes.Update(frame, Content, new(-pastSteps, stepsAhead), y, "steps");
        foreach (Curve curve in Ahead.IsEmpty ? [] : All)
        {
            curve.Update(frame, default, y, (curve == past ? Part(0, Now + 1) : Ahead).Width, Plot.Height, 0);
        }
    }

    void FindAxis()
    {
        RangeNumbers[] known = [.. All.Select(curve => curve.Range.Numbers).OfType<RangeNumbers>().Where(range => range.HasValues)];
        if (known.Length > 0)
        {
            double low = known.Min(range => range.Least), high = known.Max(range => range.Greatest);
            double room = high > low ? (high - low) * Room : Math.Max(1e-6, Math.Abs(high) * 0.1);
            y = new(low - room, high + room);
        }
    }

    public override void Draw(FrameContext frame)
    {
        axes.Draw(frame);
        if (Ahead.IsEmpty)
        {
            return;
        }

        for (int i = 0; i < forecasts.Length / 2; i++) // the widest first
        {
            fan.Draw(frame, Ahead, [], forecasts[i].Address, forecasts[^(i + 1)].Address,
                DrawShader.Word(frame.Theme.Curve(ForecastColor)), FanOpacity);
        }

        frame.Fill(Part(Now, Now + frame.Pixels(1)), frame.Theme.Muted);
        DrawLine(frame, past, Part(0, Now + 1), CameColor);
        DrawLine(frame, came, Ahead, CameColor);
        DrawLine(frame, forecasts[forecasts.Length / 2], Ahead, ForecastColor);
    }

    void DrawLine(FrameContext frame, Curve curve, Rectangle place, int color) => lines.Draw(frame, place, [], curve.Address, 0, 0,
        place.Width, DrawShader.Word(frame.Theme.Curve(color)), 0f, Stroke * frame.Scale / 2);

    public override void Dispose()
    {
        axes.Dispose();
        foreach (Curve curve in All)
        {
            curve.Dispose();
        }

        base.Dispose();
    }
}
