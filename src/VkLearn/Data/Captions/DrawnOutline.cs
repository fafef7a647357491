using System.Numerics;

namespace VkLearn.Data;

/// <summary>A form of <see cref="ShapeForms"/> at a place of an image, turned by up to 15 degrees.</summary>
sealed class DrawnOutline
{
    const int Samples = 3; // a side of a pixel's grid

    readonly Vector2[][] polygons;
    readonly Vector2 centre;
    readonly float reach;

    /// <param name="centre">In pixels, as the radius.</param>
    public DrawnOutline(Vector2[][] form, Vector2 centre, float radius, ref CounterRandom random)
    {
        float tangent = 0.268f * (2 * random.Uniform() - 1);
        Vector2 turn = new Vector2(1, tangent) / MathF.Sqrt(1 + tangent * tangent) * radius;
        (this.centre, reach) = (centre, 1.2f * radius + 1);
        polygons = [.. form.Select(polygon => Array.ConvertAll(polygon,
            p => centre + new Vector2(turn.X * p.X - turn.Y * p.Y, turn.Y * p.X + turn.X * p.Y)))];
    }

    /// <summary>How much of a pixel is inside, from 0 to 1.</summary>
    public float Cover(int x, int y)
    {
        if (MathF.Abs(x - centre.X) > reach || MathF.Abs(y - centre.Y) > reach)
        {
            return 0;
        }

        int inside = 0;
        for (int i = 0; i < Samples * Samples; i++)
        {
            inside += IsInside(new(x + (i % Samples + 0.5f) / Samples, y + (i / Samples + 0.5f) / Samples)) ? 1 : 0;
        }

        return (float)inside / (Samples * Samples);
    }

    /// <summary>Whether a way to the left crosses an odd number of edges.</summary>
    bool IsInside(Vector2 point)
    {
        bool isInside = false;
        foreach (Vector2[] polygon in polygons)
        {
            Vector2 from = polygon[^1];
            foreach (Vector2 to in polygon)
            {
                if (from.Y > point.Y != to.Y > point.Y
                    && from.X + (to.X - from.X) * ((point.Y - from.Y) / (to.Y - from.Y)) < point.X)
                {
                    isInside = !isInside;
                }

                from = to;
            }
        }

        return isInside;
    }
}
