namespace VkLearn.Rendering.Widgets;

/// <summary>A number between two ends, moved by the pointer.</summary>
public sealed class Slider(string label, double low, double high, double value) : Widget(label)
{
    public double Low { get; } = low;
    public double High { get; } = high;

    /// <summary>Where it stands; setting it does not raise <see cref="Changed"/>.</summary>
    public double Value { get; set; } = value;

    /// <summary>Equal steps multiply; needs ends above 0.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>How the value is written.</summary>
    public Func<double, string>? Text { get; init; }

    /// <summary>The user moved it.</summary>
    public event Action<double>? Changed;

    internal void Raise() => Changed?.Invoke(Value);
}
