using System.Numerics;

namespace VkLearn.Data;

/// <summary>
/// Images of two coloured shapes that VkLearn draws itself, and what is to be said of them: "a red circle above a blue square". The larger
/// comes first. Place, size, shade and ground are random. Only + - * / and square roots of float32 are used, so (seed, index) give the same
/// bytes on every machine. Some pairs of things are <see cref="IsHeldOut">held out</see>: no training image has both, though each of them
/// stands with others.
/// </summary>
static class DrawnCaptions
{
    const float LargeRadius = 0.17f, SmallRadius = 0.095f, Vary = 0.03f; // of the image's side
    const int HeldOutOf = 5; // of so many pairs one is held out

    static readonly (string Name, Vector3 Color)[] colors =
    [
        ("red", new(0.85f, 0.12f, 0.12f)), ("green", new(0.15f, 0.65f, 0.2f)), ("blue", new(0.2f, 0.35f, 0.9f)),
        ("yellow", new(0.95f, 0.85f, 0.15f)), ("purple", new(0.6f, 0.2f, 0.75f)), ("white", new(0.95f, 0.95f, 0.95f)),
    ];

    static readonly (string Name, Vector2[][] Form)[] forms =
        [.. ShapeForms.OfClass.Where(shape => shape.Name is "circle" or "square" or "triangle" or "star" or "cross" or "heart")];

    static readonly (string Words, Vector2 Way)[] relations =
        [("above", new(0, -1)), ("below", new(0, 1)), ("left of", new(-1, 0)), ("right of", new(1, 0))];

    /// <summary>Of each word one caption at least.</summary>
    public static IEnumerable<string[]> All =>
        from thing in Enumerable.Range(0, Things)
        from relation in relations
        select (string[])[.. Named(thing), .. relation.Words.Split(' ')];

    static int Things => colors.Length * forms.Length;

    /// <summary>Whether two things are seen together in the test only, whatever the seed.</summary>
    static bool IsHeldOut(int one, int other) =>
        new CounterRandom(0x5ca1ab1e, (uint)(Math.Min(one, other) * Things + Math.Max(one, other))).Below(HeldOutOf) == 0;

    /// <summary>An image [3, side, side] and its caption's words.</summary>
    /// <param name="heldOut">Whether its two things are a pair that is held out, else one that is not.</param>
    public static string[] Draw(uint seed, uint index, bool heldOut, int side, Span<byte> image)
    {
        CounterRandom random = new(seed, index);
        (int large, int small) = (0, 0);
        while (large == small || IsHeldOut(large, small) != heldOut)
        {
            (large, small) = (random.Below(Things), random.Below(Things));
        }

        (string words, Vector2 way) = relations[random.Below(relations.Length)];
        Paint(large, small, way, ref random, side, image);
        return [.. Named(large), .. words.Split(' '), .. Named(small)];
    }

    static string[] Named(int thing) => ["a", colors[thing / forms.Length].Name, forms[thing % forms.Length].Name];

    static void Paint(int large, int small, Vector2 way, ref CounterRandom random, int side, Span<byte> image)
    {
        float radius = LargeRadius + Vary * random.Uniform(), smaller = SmallRadius + Vary * random.Uniform();
        Vector2 across = new(way.Y, way.X), apart = way * (radius + smaller + 0.04f + 0.06f * random.Uniform());
        Vector2 half = (apart + across * (0.16f * (random.Uniform() - 0.5f))) / 2;
        Vector2 middle = new Vector2(0.5f) + 0.16f * new Vector2(random.Uniform() - 0.5f, random.Uniform() - 0.5f);
        Vector3 ground = new Vector3(0.08f + 0.25f * random.Uniform()) + Shade(ref random, 0.1f);
        DrawnOutline first = new(forms[large % forms.Length].Form, (middle + half) * side, radius * side, ref random);
        DrawnOutline second = new(forms[small % forms.Length].Form, (middle - half) * side, smaller * side, ref random);
        Vector3 inside = colors[large / forms.Length].Color + Shade(ref random, 0.12f);
        Vector3 insideSecond = colors[small / forms.Length].Color + Shade(ref random, 0.12f);
        for (int i = 0; i < side * side; i++)
        {
            (int x, int y) = (i % side, i / side);
            Vector3 color = ground + (inside - ground) * first.Cover(x, y);
            color += (insideSecond - color) * second.Cover(x, y);
            color = Vector3.Clamp(color + Shade(ref random, 0.05f), Vector3.Zero, Vector3.One) * 255;
            image[i] = (byte)(color.X + 0.5f);
            image[side * side + i] = (byte)(color.Y + 0.5f);
            image[2 * side * side + i] = (byte)(color.Z + 0.5f);
        }
    }

    static Vector3 Shade(ref CounterRandom random, float width) =>
        width * (new Vector3(random.Uniform(), random.Uniform(), random.Uniform()) - new Vector3(0.5f));
}
