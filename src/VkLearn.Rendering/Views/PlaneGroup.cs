using SkiaSharp;

namespace VkLearn.Rendering.Views;

/// <summary>Points on a plane that are of one kind.</summary>
/// <param name="Points">[N, 2]; what is no number is nowhere.</param>
/// <param name="Name">In the legend; empty: it is not told there.</param>
/// <param name="Color">Of its points, by the theme.</param>
public sealed record PlaneGroup(TensorSource Points, string Name, Func<Theme, SKColor> Color);
