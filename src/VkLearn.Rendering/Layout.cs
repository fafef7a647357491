namespace VkLearn.Rendering;

/// <summary>How a window is divided: rows and columns by weight, whole pixels, views at the leaves.</summary>
public sealed class Layout
{
    Layout()
    {
    }

    public double Weight { get; init; } = 1;

    /// <summary>Left to right.</summary>
    public static Layout Row(params IReadOnlyList<Layout> parts) => new() { Parts = parts };

    /// <summary>Top to bottom.</summary>
    public static Layout Column(params IReadOnlyList<Layout> parts) => new() { Parts = parts };

    public static Layout Of(View view) => new() { View = view };

    /// <summary>The same with another share of its row or column.</summary>
    public Layout WithWeight(double weight) => new() { Weight = weight, Parts = Parts, View = View };

    /// <summary>The same, never smaller than this; where there is no room it is left out.</summary>
    public Layout WithMinimum(int width, int height) => this;

    public IReadOnlyList<Layout> Parts { get; private init; } = [];
    public View? View { get; private init; }

    public static implicit operator Layout(View view) => Of(view);
}
