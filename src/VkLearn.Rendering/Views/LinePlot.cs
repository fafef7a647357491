namespace VkLearn.Rendering.Views;

/// <summary>Curves over a common x axis, raw (faint) and smoothed (strong).</summary>
public sealed class LinePlot(string title, params IReadOnlyList<LineSeries> series) : View(title)
{
    public IReadOnlyList<LineSeries> Series { get; } = series;
    public string XUnit { get; init; } = "step";
    public string YUnit { get; init; } = "";
    public bool IsLogarithmic { get; set; }

    /// <summary>The share of the x axis that the smoothed curve averages over; 0 draws only the raw one.</summary>
    public float Smoothing { get; set; } = 0.02f;

    /// <summary>The y axis's ends; null: what the points need.</summary>
    public (float Low, float High)? YRange { get; init; }

    public override void Prepare(FrameContext frame) { }
    public override void Draw(FrameContext frame) { }
}
