using System.Numerics;

namespace VkLearn.Data;

/// <summary>Figures on a plane that points lie around.</summary>
public enum PointFigure
{
    /// <summary>Eight places on a circle of radius 2 (Metz et al. 2017).</summary>
    Ring,

    /// <summary>25 places, from -2 to 2 both ways.</summary>
    Grid,

    /// <summary>Two half circles, one about the other's end.</summary>
    Moons,

    /// <summary>Two arms that wind around each other.</summary>
    Spiral,

    /// <summary>A disc within a ring.</summary>
    Circles,

    /// <summary>Four squares, of which those across from each other are one part.</summary>
    Xor,

    /// <summary>Two heaps that a line parts.</summary>
    Blobs,

    /// <summary>What a user drew: <see cref="DrawnPoints.Along"/>.</summary>
    Drawn,
}

/// <summary>Points on a plane, each of a part of a figure, normally spread around it: of one seed the same on every machine.</summary>
public static class DrawnPoints
{
    const int RingPlaces = 8, GridSide = 5;

    /// <summary>Parts of a figure, which are the classes of its points.</summary>
    /// <exception cref="ArgumentException">A drawn figure has as many as it has strokes.</exception>
    public static int PartsOf(PointFigure figure) => figure switch
    {
        PointFigure.Ring => RingPlaces,
        PointFigure.Grid => GridSide * GridSide,
        PointFigure.Drawn => throw new ArgumentException("A drawn figure has as many parts as strokes: see DrawnPoints.Along."),
        _ => 2,
    };

    /// <param name="deviation">Of the points around the figure, in each direction.</param>
    /// <returns>[count, 2], and the part that each is of.</returns>
    public static (float[] Points, int[] Parts) Make(PointFigure figure, int count, float deviation, uint seed)
    {
        int parts = PartsOf(figure);
        (float[] points, int[] of) = (new float[count * 2], new int[count]);
        for (int i = 0; i < count; i++)
        {
            CounterRandom random = new(seed, (uint)i);
            of[i] = random.Below(parts);
            Vector2 at = IsWide(figure) ? PlaceIn(figure, of[i], random.Uniform(), random.Uniform())
                : PlaceOn(figure, of[i], random.Uniform());
            (points[2 * i], points[2 * i + 1]) = (at.X + deviation * random.Normal(), at.Y + deviation * random.Normal());
        }

        return (points, of);
    }

    /// <summary>Points along strokes, in each as many as it is long; one of a single place counts as half a unit.</summary>
    /// <param name="strokes">Each the places that it goes through, one or more, in straight lines.</param>
    /// <returns>[count, 2], and the stroke that each is of.</returns>
    /// <exception cref="ArgumentException">There is no stroke, or one without a place.</exception>
    public static (float[] Points, int[] Parts) Along(IReadOnlyList<Vector2[]> strokes, int count, float deviation, uint seed)
    {
        const float leastLength = 0.5f;
        if (strokes.Count == 0 || strokes.Any(stroke => stroke.Length == 0))
        {
            throw new ArgumentException("Points lie along one stroke or more, each of one place or more.");
        }

        float[][] lengths = [.. strokes.Select(LengthsOf)];
        float[] ends = new float[strokes.Count];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = (i == 0 ? 0 : ends[i - 1]) + Math.Max(lengths[i][^1], leastLength);
        }

        (float[] points, int[] of) = (new float[count * 2], new int[count]);
        for (int i = 0; i < count; i++)
        {
            CounterRandom random = new(seed, (uint)i);
            float way = random.Uniform() * ends[^1];
            of[i] = Array.FindIndex(ends, end => way < end) is >= 0 and var found ? found : ends.Length - 1;
            Vector2 at = PlaceAlong(strokes[of[i]], lengths[of[i]], way - (of[i] == 0 ? 0 : ends[of[i] - 1]));
            (points[2 * i], points[2 * i + 1]) = (at.X + deviation * random.Normal(), at.Y + deviation * random.Normal());
        }

        return (points, of);
    }

    /// <summary>How long a stroke is up to each of its places.</summary>
    static float[] LengthsOf(Vector2[] stroke)
    {
        float[] lengths = new float[stroke.Length];
        for (int i = 1; i < stroke.Length; i++)
        {
            lengths[i] = lengths[i - 1] + Vector2.Distance(stroke[i - 1], stroke[i]);
        }

        return lengths;
    }

    static Vector2 PlaceAlong(Vector2[] stroke, float[] lengths, float way)
    {
        int next = Array.FindIndex(lengths, length => length > way);
        return next <= 0 ? stroke[^1]
            : Vector2.Lerp(stroke[next - 1], stroke[next], (way - lengths[next - 1]) / (lengths[next] - lengths[next - 1]));
    }

    /// <param name="way">How far along its part, from 0 to 1, where that is more than a place.</param>
    static Vector2 PlaceOn(PointFigure figure, int part, float way)
    {
        const float radius = 2, spacing = 1;
        switch (figure)
        {
            case PointFigure.Ring:
                return radius * Around(part / (float)RingPlaces);
            case PointFigure.Grid:
                return spacing * new Vector2(part % GridSide - GridSide / 2, part / GridSide - GridSide / 2);
            case PointFigure.Moons:
                Vector2 half = 1.5f * Around(way / 2);
                return part == 0 ? half - new Vector2(0.75f, 0.4f) : new Vector2(0.75f, 0.4f) - half;
            default:
                return (part == 0 ? radius : -radius) * MathF.Sqrt(way) * Around(MathF.Sqrt(way) * 1.5f);
        }
    }

    /// <summary>Whether its parts are areas rather than places or lines.</summary>
    static bool IsWide(PointFigure figure) => figure is PointFigure.Circles or PointFigure.Xor or PointFigure.Blobs;

    /// <param name="way">How far across its part, from 0 to 1.</param>
    /// <param name="other">How far the other way.</param>
    static Vector2 PlaceIn(PointFigure figure, int part, float way, float other)
    {
        const float inner = 1, from = 1.5f, to = 2.2f, side = 2, gap = 0.2f, heap = 0.9f, apart = 1.2f;
        switch (figure)
        {
            case PointFigure.Circles: // evenly over the area
                float radius = part == 0 ? inner * MathF.Sqrt(way) : MathF.Sqrt(from * from + (to * to - from * from) * way);
                return radius * Around(other);
            case PointFigure.Xor:
                (float x, float sign) = other < 0.5f ? (2 * other, 1f) : (2 * other - 1, -1f);
                Vector2 at = new(gap + (side - gap) * x, gap + (side - gap) * way);
                return sign * (part == 0 ? at : at with { Y = -at.Y });
            default:
                return heap * MathF.Sqrt(way) * Around(other) + (part == 0 ? apart : -apart) * Vector2.One;
        }
    }

    static Vector2 Around(float turns) => new(MathF.Cos(MathF.Tau * turns), MathF.Sin(MathF.Tau * turns));
}
