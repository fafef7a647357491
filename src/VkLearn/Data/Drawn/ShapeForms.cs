using System.Numerics;

namespace VkLearn.Data;

/// <summary>
/// The outlines of the shapes that <see cref="DrawnShapes"/> draws, about the origin, of radius about 1, y down. A form is closed
/// polygons; what lies inside an odd number of them is filled.
/// </summary>
static class ShapeForms
{
    public static readonly (string Name, Vector2[][] Form)[] OfClass =
    [
        ("circle", [Arc(new(0, 0), 1, 0, 345, steps: 23)]),
        ("square", [[new(-0.8f, -0.8f), new(0.8f, -0.8f), new(0.8f, 0.8f), new(-0.8f, 0.8f)]]),
        ("triangle", [Arc(new(0, 0), 1.15, -90, 150, steps: 2)]),
        ("star", [[.. Enumerable.Range(0, 10).Select(i => On(new(0, 0), i % 2 == 0 ? 1.15 : 0.5, 36 * i - 90))]]),
        ("cross", [[
            new(-0.33f, -1), new(0.33f, -1), new(0.33f, -0.33f), new(1, -0.33f), new(1, 0.33f), new(0.33f, 0.33f),
            new(0.33f, 1), new(-0.33f, 1), new(-0.33f, 0.33f), new(-1, 0.33f), new(-1, -0.33f), new(-0.33f, -0.33f),
        ]]),
        ("ring", [Arc(new(0, 0), 1, 0, 345, steps: 23), Arc(new(0, 0), 0.58, 0, 340, steps: 17)]),
        ("heart", [[.. Enumerable.Range(0, 24).Select(i => Heart(15 * i * Math.PI / 180))]]),
        ("moon", [[.. Arc(new(0, 0), 1, 50, 310, steps: 14), .. Arc(new(0.35f, 0), 0.82, -69, -291, steps: 12)]]),
        ("arrow", [[
            new(-1, -0.22f), new(0.1f, -0.22f), new(0.1f, -0.72f), new(1.05f, 0), new(0.1f, 0.72f), new(0.1f, 0.22f), new(-1, 0.22f),
        ]]),
        ("hexagon", [Arc(new(0, 0), 1, 0, 300, steps: 5)]),
    ];

    static Vector2[] Arc(Vector2 centre, double radius, double from, double to, int steps) =>
        [.. Enumerable.Range(0, steps + 1).Select(i => On(centre, radius, from + (to - from) * i / steps))];

    static Vector2 On(Vector2 centre, double radius, double degrees) => centre
        + Rounded(radius * Math.Cos(degrees * Math.PI / 180), radius * Math.Sin(degrees * Math.PI / 180));

    /// <summary>The heart curve with harmonics 1 to 4, of width 2.</summary>
    static Vector2 Heart(double t) => Rounded(Math.Pow(Math.Sin(t), 3),
        -(13 * Math.Cos(t) - 5 * Math.Cos(2 * t) - 2 * Math.Cos(3 * t) - Math.Cos(4 * t)) / 16);

    /// <summary>To 1/4096, because the last bit of a cosine differs by machine.</summary>
    static Vector2 Rounded(double x, double y) => new((float)Math.Round(x * 4096) / 4096, (float)Math.Round(y * 4096) / 4096);
}
