using System.Numerics;
using System.Runtime.Intrinsics;

namespace VkLearn.Data;

/// <summary>
/// Handwritten digits that VkLearn draws itself, prepared as MNIST's are: 28x28 bytes, white on black, the digit in a box of 20x20
/// pixels, its centre of mass in the middle. Only + - * / and square roots of float32 are used, so (seed, index) give the same bytes
/// on every machine and .NET version.
/// </summary>
public static class DrawnDigits
{
    /// <summary>Width and height of an image, in pixels.</summary>
    public const int Side = 28;

    const float Box = 20;             // pixels
    const int StepsPerSpan = 5;       // straight pieces between two of a form's points: about a pixel long
    const int Stride = 32;            // floats in a row while it is inked: a vector that begins in the image ends in its row

    /// <summary>One image, [28, 28] row by row. A digit drawn twice with the same seed and index is the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The digit is not 0 to 9.</exception>
    public static byte[] Draw(int digit, uint seed, uint index)
    {
        byte[] image = new byte[Side * Side];
        Draw(digit, seed, index, image);
        return image;
    }

    /// <summary>
    /// A data set: images [count, 28, 28] and labels [count]. Each ten neighbours hold each digit once, in an order of their own, so
    /// labels are balanced for any count and a longer set starts with a shorter one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive, or the images come to more than 2 GiB.</exception>
    public static (byte[] Images, byte[] Labels) Make(int count, uint seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / (Side * Side));
        byte[] images = new byte[count * Side * Side], labels = new byte[count];
        Parallel.For(0, count, i =>
        {
            labels[i] = (byte)BalancedLabels.At(10, seed, (uint)i);
            Draw(labels[i], seed, (uint)i, images.AsSpan(i * Side * Side, Side * Side));
        });
        return (images, labels);
    }

    static void Draw(int digit, uint seed, uint index, Span<byte> image)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)digit, 9u, nameof(digit));
        CounterRandom random = new(seed, index);
        int[][][] forms = DigitForms.OfDigit[digit];
        float rare = random.Uniform();
        int[][] form = forms[(int)(rare * MathF.Sqrt(rare) * forms.Length)];    // the first forms are the common ones
        Hand hand = new(ref random);
        Span<Piece> pieces = stackalloc Piece[form.Sum(stroke => stroke.Length) / 2 * StepsPerSpan];
        pieces = pieces[..Trace(form, hand, ref random, pieces)];
        Fit(pieces, hand.Radius);
        Ink(pieces, hand, ref random, image);
    }

    /// <summary>The pen's way as straight pieces, in the form's unit box after the hand's distortion.</summary>
    static int Trace(int[][] form, in Hand hand, ref CounterRandom random, Span<Piece> pieces)
    {
        int count = 0;
        Span<Vector2> points = stackalloc Vector2[32];
        foreach (int[] stroke in form)
        {
            int length = stroke.Length / 2;
            for (int i = 0; i < length; i++)
                points[i] = i > 0 && IsCorner(stroke, i - 1) ? points[i - 1] : hand.Place(stroke[2 * i], stroke[2 * i + 1], ref random);
            float pressure = 1 + hand.PressureJitter * random.Normal(), change = hand.PressureJitter * random.Normal() / length;
            for (int i = 0; i + 1 < length; i++, pressure += change)
            {
                if (IsCorner(stroke, i))
                    continue;
                Vector2 before = i == 0 || IsCorner(stroke, i - 1) ? points[i] : points[i - 1];
                Vector2 after = i + 2 == length || IsCorner(stroke, i + 1) ? points[i + 1] : points[i + 2];
                count += Span(before, points[i], points[i + 1], after, pressure, pieces[count..]);
            }
        }
        return count;
    }

    static bool IsCorner(int[] stroke, int i) =>
        2 * i + 3 < stroke.Length && stroke[2 * i] == stroke[2 * i + 2] && stroke[2 * i + 1] == stroke[2 * i + 3];

    /// <summary>One span of a Catmull-Rom spline (Catmull and Rom 1974), from b to c.</summary>
    static int Span(Vector2 a, Vector2 b, Vector2 c, Vector2 d, float pressure, Span<Piece> pieces)
    {
        Vector2 from = b;
        for (int step = 1; step <= StepsPerSpan; step++)
        {
            float t = step / (float)StepsPerSpan, t2 = t * t, t3 = t2 * t;
            Vector2 to = 0.5f * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t2 + (3 * b - a - 3 * c + d) * t3);
            pieces[step - 1] = new(from, to, pressure);
            from = to;
        }
        return StepsPerSpan;
    }

    /// <summary>Scales the ink's longer side to the box, and puts the box in the middle of the image.</summary>
    static void Fit(Span<Piece> pieces, float radius)
    {
        Vector2 low = new(float.MaxValue), high = new(float.MinValue);
        foreach (Piece piece in pieces)
        {
            low = Vector2.Min(low, Vector2.Min(piece.From, piece.To));
            high = Vector2.Max(high, Vector2.Max(piece.From, piece.To));
        }
        float scale = (Box - 2 * radius) / MathF.Max(high.X - low.X, high.Y - low.Y);
        Vector2 offset = new Vector2(Side / 2f) - (low + high) * (0.5f * scale);
        foreach (ref Piece piece in pieces)
            piece = piece with { From = piece.From * scale + offset, To = piece.To * scale + offset };
    }

    static void Ink(ReadOnlySpan<Piece> pieces, in Hand hand, ref CounterRandom random, Span<byte> image)
    {
        Span<float> cover = stackalloc float[Side * Stride];
        cover.Clear();
        foreach (Piece piece in pieces)
            Ink(piece, hand.Radius * piece.Pressure, hand.Softness, cover);
        (int right, int down) = ShiftToCentre(cover);
        for (int y = Math.Max(0, down); y < Math.Min(Side, Side + down); y++)
            for (int x = Math.Max(0, right); x < Math.Min(Side, Side + right); x++)
            {
                float here = cover[(y - down) * Stride + x - right];
                float grain = here > 0 ? hand.Grain * random.Normal() : 0;    // paper stays black, as in MNIST
                image[y * Side + x] = (byte)(255 * Math.Clamp(here * (hand.Intensity + grain), 0, 1) + 0.5f);
            }
    }

    /// <summary>The whole pixels that bring the centre of mass to pixel (14, 14), where MNIST has it.</summary>
    static (int Right, int Down) ShiftToCentre(ReadOnlySpan<float> cover)
    {
        float mass = 0, x = 0, y = 0;
        for (int row = 0; row < Side; row++)
            for (int col = 0; col < Side; col++)
            {
                float here = cover[row * Stride + col];
                mass += here;
                x += here * col;
                y += here * row;
            }
        return ((int)(Side / 2 + 0.5f + Side - x / mass) - Side, (int)(Side / 2 + 0.5f + Side - y / mass) - Side);
    }

    /// <summary>Centres of four pixels from the first's left edge.</summary>
    static Vector128<float> Columns => Vector128.Create(0.5f, 1.5f, 2.5f, 3.5f);

    static Vector128<float> Clamp(Vector128<float> x) => Vector128.Min(Vector128.Max(x, Vector128<float>.Zero), Vector128<float>.One);

    /// <summary>Covers the pixels near a piece, by their centres' distance from it; the edge is a ramp of the pen's softness.</summary>
    static void Ink(in Piece piece, float radius, float softness, Span<float> cover)
    {
        float reach = radius + softness;
        Vector2 low = Vector2.Min(piece.From, piece.To), high = Vector2.Max(piece.From, piece.To), along = piece.To - piece.From;
        float inverse = 1 / MathF.Max(along.X * along.X + along.Y * along.Y, 1e-9f);
        int right = Math.Min(Side - 1, (int)(high.X + reach)), bottom = Math.Min(Side - 1, (int)(high.Y + reach));
        for (int y = Math.Max(0, (int)(low.Y - reach)); y <= bottom; y++)
            for (int x = Math.Max(0, (int)(low.X - reach)); x <= right; x += Vector128<float>.Count) // those beyond get nothing
            {
                Vector128<float> dx = Vector128.Create((float)x) + Columns - Vector128.Create(piece.From.X);
                float dy = y + 0.5f - piece.From.Y;
                Vector128<float> t = Clamp((dx * along.X + Vector128.Create(dy * along.Y)) * inverse);
                Vector128<float> ex = dx - t * along.X, ey = Vector128.Create(dy) - t * along.Y;
                Vector128<float> distance = Vector128.Sqrt(ex * ex + ey * ey);
                Vector128<float> here = Clamp((Vector128.Create(radius) - distance) / softness + Vector128.Create(0.5f));
                Span<float> pixels = cover.Slice(y * Stride + x, Vector128<float>.Count);
                Vector128.Max(Vector128.Create<float>(pixels), here).CopyTo(pixels);
            }
    }

    /// <summary>A straight piece of a stroke; pressure multiplies the pen's radius.</summary>
    readonly record struct Piece(Vector2 From, Vector2 To, float Pressure);

    /// <summary>
    /// How one person writes one digit: what is the same for all strokes of it. The ranges were set by what a 784-128-10 network that
    /// learned drawn digits gets right of MNIST's training images; wider ones carry over better, until drawn digits blur into each other.
    /// </summary>
    readonly struct Hand
    {
        readonly float jitter, shear, width, cos, sin;
        readonly Vector2 bendX, bendY;

        /// <summary>Of the pen, pixels.</summary>
        public readonly float Radius, Softness;
        public readonly float Intensity, Grain, PressureJitter;

        public Hand(ref CounterRandom random)
        {
            jitter = 0.015f + 0.04f * random.Uniform();
            shear = 0.15f + 0.25f * random.Normal();
            width = 0.62f + 0.5f * random.Uniform();
            float half = 0.07f * random.Normal();    // tan(angle / 2)
            cos = (1 - half * half) / (1 + half * half);
            sin = 2 * half / (1 + half * half);
            bendX = new(0.15f * random.Normal(), 0.15f * random.Normal());
            bendY = new(0.15f * random.Normal(), 0.15f * random.Normal());
            Radius = MathF.Max(0.75f, 1.2f + 0.4f * random.Normal());
            Softness = 0.8f + 0.6f * random.Uniform();
            Intensity = 1 + 0.15f * random.Uniform();
            Grain = 0.06f * random.Uniform();
            PressureJitter = 0.12f;
        }

        /// <summary>Where the hand puts a point given in percent of the digit's box; about the box's middle, in its units.</summary>
        public Vector2 Place(int percentX, int percentY, ref CounterRandom random)
        {
            float x = percentX / 100f - 0.5f + jitter * random.Normal(), y = percentY / 100f - 0.5f + jitter * random.Normal();
            float twist = 2 * x * y, bow = y * y - 0.1f;
            float bentX = x + bendX.X * twist + bendX.Y * bow, bentY = y + bendY.X * twist + bendY.Y * bow;
            float leaning = width * bentX - shear * bentY;
            return new(cos * leaning - sin * bentY, sin * leaning + cos * bentY);
        }
    }
}
