using System.Numerics;
using System.Runtime.Intrinsics;

namespace VkLearn.Data;

/// <summary>
/// Coloured shapes on textured backgrounds that VkLearn draws itself, of CIFAR-10's size: 32x32 bytes each of red, green and blue, ten
/// classes. Colours, textures, size, place and a turn of up to 30 degrees are random, so that only the outline tells the class. Only
/// + - * / and square roots of float32 are used, so (seed, index) give the same bytes on every machine.
/// </summary>
public static class DrawnShapes
{
    /// <summary>Width and height of an image, in pixels.</summary>
    public const int Side = 32;

    const int Pixels = Side * Side, MostEdges = 48;
    const float LeastContrast = 0.5f; // between the colours of shape and background, as a distance in the unit cube

    const float GroundContrast = 0.4f; // between the ground's colours, of any two: a texture as strong as the outline hides it

    static readonly int width = Vector256<float>.Count;

    /// <summary>What the labels mean.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = [.. ShapeForms.OfClass.Select(shape => shape.Name)];

    /// <summary>One image, [3, 32, 32]. A class drawn twice with the same seed and index is the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public static byte[] Draw(int label, uint seed, uint index)
    {
        byte[] image = new byte[3 * Pixels];
        Draw(label, seed, index, image);
        return image;
    }

    /// <summary>
    /// A data set: images [count, 3, 32, 32] and labels [count], balanced and shuffled; a longer set starts with a shorter one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive, or the images come to more than 2 GiB.</exception>
    public static (byte[] Images, byte[] Labels) Make(int count, uint seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / (3 * Pixels));
        byte[] images = new byte[count * 3 * Pixels], labels = new byte[count];
        Parallel.For(0, count, i =>
        {
            labels[i] = (byte)BalancedLabels.At(ClassNames.Count, seed, (uint)i);
            Draw(labels[i], seed, (uint)i, images.AsSpan(i * 3 * Pixels, 3 * Pixels));
        });
        return (images, labels);
    }

    static void Draw(int label, uint seed, uint index, Span<byte> image)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)ShapeForms.OfClass.Length, nameof(label));
        CounterRandom random = new(seed, index);
        Span<float> cover = stackalloc float[Pixels];
        cover.Clear();
        Span<Edge> edges = stackalloc Edge[MostEdges];
        edges = edges[..Place(ShapeForms.OfClass[label].Form, ref random, edges)];
        Fill(edges, cover);
        Vector3 first = Color(ref random), second = first + (Color(ref random) - first) * GroundContrast;
        Vector3 inside = Apart(first, second, ref random);
        DrawnTexture ground = new(first, second, ref random);
        DrawnTexture shape = new(inside, Vector3.Clamp(inside + 0.25f * (Color(ref random) - new Vector3(0.5f)), Vector3.Zero, Vector3.One),
            ref random);
        Paint(cover, ground, shape, grain: 0.02f + 0.08f * random.Uniform(), ref random, image);
    }

    static Vector3 Color(ref CounterRandom random) => new(random.Uniform(), random.Uniform(), random.Uniform());

    /// <summary>A colour that can be told from two others, or the best of a few.</summary>
    static Vector3 Apart(Vector3 a, Vector3 b, ref CounterRandom random)
    {
        Vector3 best = default;
        float far = -1;
        for (int i = 0; i < 12 && far < LeastContrast * LeastContrast; i++)
        {
            Vector3 color = Color(ref random);
            float near = MathF.Min(SquaredDistance(color, a), SquaredDistance(color, b));
            (best, far) = near > far ? (color, near) : (best, far);
        }

        return best;
    }

    static float SquaredDistance(Vector3 a, Vector3 b) =>
        (a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y) + (a.Z - b.Z) * (a.Z - b.Z);

    /// <summary>The outline in pixels: of random size, proportions, rotation and place, most of it in the image.</summary>
    static int Place(Vector2[][] form, ref CounterRandom random, Span<Edge> edges)
    {
        float radius = 6.5f + 6 * random.Uniform(), stretch = 0.8f + 0.4f * random.Uniform(), margin = 0.9f * radius;
        Vector2 turn = Turn(ref random), centre = new(
            margin + (Side - 2 * margin) * random.Uniform(), margin + (Side - 2 * margin) * random.Uniform());
        int count = 0;
        foreach (Vector2[] polygon in form)
        {
            Vector2 from = On(polygon[^1]);
            foreach (Vector2 point in polygon)
            {
                Vector2 to = On(point);
                edges[count++] = new(from, to);
                from = to;
            }
        }

        return count;

        Vector2 On(Vector2 p)
        {
            float x = p.X * radius * stretch, y = p.Y * radius;
            return centre + new Vector2(turn.X * x - turn.Y * y, turn.Y * x + turn.X * y);
        }
    }

    /// <summary>A direction within 30 degrees of that to the right.</summary>
    static Vector2 Turn(ref CounterRandom random)
    {
        float tangent = 0.57735f * (2 * random.Uniform() - 1);
        return new Vector2(1, tangent) / MathF.Sqrt(1 + tangent * tangent);
    }

    /// <summary>How much of each pixel near the outline is inside, by the distance of its centre from the nearest edge.</summary>
    static void Fill(ReadOnlySpan<Edge> edges, Span<float> cover)
    {
        Vector2 low = new(float.MaxValue), high = new(float.MinValue);
        foreach (Edge edge in edges)
        {
            (low, high) = (Vector2.Min(low, edge.From), Vector2.Max(high, edge.From));
        }

        int left = Math.Max(0, (int)low.X - 1) / width * width, right = Math.Min(Side, (int)high.X + 2);
        for (int y = Math.Max(0, (int)low.Y - 1); y < Math.Min(Side, (int)high.Y + 2); y++)
        {
            for (int x = left; x < right; x += width)
            {
                Cover(edges, Vector256.Create(x + 0.5f) + Columns, y + 0.5f).CopyTo(cover.Slice(y * Side + x, width));
            }
        }
    }

    static Vector256<float> Columns => Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);

    static Vector256<float> Cover(ReadOnlySpan<Edge> edges, Vector256<float> x, float y)
    {
        Vector256<float> nearest = Vector256.Create(float.MaxValue), inside = Vector256<float>.Zero;
        foreach (ref readonly Edge edge in edges)
        {
            Vector256<float> dx = x - Vector256.Create(edge.From.X);
            float dy = y - edge.From.Y;
            Vector256<float> t = Clamp((dx * edge.Along.X + Vector256.Create(dy * edge.Along.Y)) * edge.Inverse);
            Vector256<float> ex = dx - t * edge.Along.X, ey = Vector256.Create(dy) - t * edge.Along.Y;
            nearest = Vector256.Min(nearest, ex * ex + ey * ey);
            if (edge.From.Y > y != edge.From.Y + edge.Along.Y > y) // its line is crossed on the way to the left, or not
            {
                inside ^= Vector256.LessThan(Vector256.Create(edge.Along.X * (dy / edge.Along.Y)), dx);
            }
        }

        Vector256<float> distance = Vector256.Sqrt(nearest), half = Vector256.Create(0.5f);
        return Clamp(Vector256.ConditionalSelect(inside, half + distance, half - distance));
    }

    static Vector256<float> Clamp(Vector256<float> x) => Vector256.Min(Vector256.Max(x, Vector256<float>.Zero), Vector256<float>.One);

    static void Paint(ReadOnlySpan<float> cover, in DrawnTexture ground, in DrawnTexture shape, float grain, ref CounterRandom random,
        Span<byte> image)
    {
        for (int i = 0; i < Pixels; i++)
        {
            (float x, float y, float here) = (i % Side, i / Side, cover[i]);
            Vector3 color = here < 1 ? ground.At(x, y) : default;
            if (here > 0)
            {
                color += (shape.At(x, y) - color) * here;
            }

            color += grain * (Color(ref random) - new Vector3(0.5f));
            color = Vector3.Clamp(color, Vector3.Zero, Vector3.One) * 255;
            image[i] = (byte)(color.X + 0.5f);
            image[Pixels + i] = (byte)(color.Y + 0.5f);
            image[2 * Pixels + i] = (byte)(color.Z + 0.5f);
        }
    }

    /// <summary>A straight piece of an outline.</summary>
    readonly struct Edge(Vector2 from, Vector2 to)
    {
        public readonly Vector2 From = from, Along = to - from;

        /// <summary>One over the square of its length.</summary>
        public readonly float Inverse = 1 / MathF.Max(SquaredLength(to - from), 1e-9f);

        static float SquaredLength(Vector2 v) => v.X * v.X + v.Y * v.Y;
    }
}
