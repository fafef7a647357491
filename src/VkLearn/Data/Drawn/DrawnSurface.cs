using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>Heights over a plane.</summary>
public enum SurfaceForm
{
    /// <summary>A slope, from -1 at one corner to 1 at the other.</summary>
    Slope,

    /// <summary>Three hills and three hollows.</summary>
    Hills,
}

/// <summary>Points on a plane, each with the height of a surface there, to be predicted: columns "point" and "target". What is drawn is
/// the same on every machine.</summary>
/// <param name="deviation">Of what is measured, normally about the height.</param>
/// <param name="seed">Below 2^31.</param>
/// <param name="added">Points to learn from beside those that are drawn.</param>
public sealed class DrawnSurface(SurfaceForm form, int train, int test, float deviation, int seed, AddedPoints? added = null) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have
    const float Reach = 2.4f;

    // x, y, height
    static readonly (float X, float Y, float Height)[] hills =
        [(-1.6f, 1.1f, 1), (0, 1.1f, -1), (1.6f, 1.1f, 1), (-1.6f, -1.1f, -1), (0, -1.1f, 1), (1.6f, -1.1f, -1)];

    public override string Loading => $"drawing {train} points of a surface, and {test} for the test";

    public override IReadOnlyList<Field> Fields => Draw(1, 0, "fields").Fields;

    /// <summary>The surface's height, from -1 to 1.</summary>
    public static float HeightAt(SurfaceForm form, float x, float y)
    {
        const float width = 0.7f;
        float Near(float away) => MathF.Exp(-away * away / (2 * width * width));
        return form == SurfaceForm.Slope ? (x + y) / (2 * Reach)
            : hills.Sum(hill => hill.Height * Near(x - hill.X) * Near(y - hill.Y));
    }

    protected override Splits Make() => new(Draw(train, (uint)seed, "train", added), Draw(test, (uint)seed | ForTest, "test"));

    Dataset Draw(int count, uint from, string name, AddedPoints? added = null)
    {
        (float[] points, float[] targets) = (new float[2 * count], new float[count]);
        for (int i = 0; i < count; i++)
        {
            CounterRandom random = new(from, (uint)i);
            float x = Reach * (2 * random.Uniform() - 1), y = Reach * (2 * random.Uniform() - 1);
            (points[2 * i], points[2 * i + 1], targets[i]) = (x, y, HeightAt(form, x, y) + deviation * random.Normal());
        }

        return Dataset.Of(name, new Column("point", (float[])[.. points, .. added?.Places ?? []], [2], new Meaning.Quantity()),
            new Column("target", (float[])[.. targets, .. added?.Targets ?? []], [1], new Meaning.Quantity()));
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnSurface",
        "Points on a plane with the height of a slope, or of hills, to be predicted.",
        settings => new DrawnSurface(settings.OneOf<SurfaceForm>("form", SurfaceForm.Hills),
            settings.Int("train", 2_000, min: 1, max: 10_000_000), settings.Int("test", 2_000, min: 1, max: 10_000_000),
            settings.Float("deviation", 0.05f, min: 0), settings.Int("seed", 1, min: 0), AddedPoints.Read(settings)));
}
