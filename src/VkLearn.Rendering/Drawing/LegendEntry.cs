using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>A curve's colour, name and latest value, at the right of a view's title.</summary>
public sealed record LegendEntry(SKColor Color, string Name, string Value);
