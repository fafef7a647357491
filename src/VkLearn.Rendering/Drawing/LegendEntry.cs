namespace VkLearn.Rendering;

/// <summary>
/// A curve (its index gives its colour by <see cref="Theme.Curve"/>), its name and latest value, at the right of a view's title.
/// </summary>
public sealed record LegendEntry(int Curve, string Name, string Value);
