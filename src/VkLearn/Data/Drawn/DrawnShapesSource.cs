using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Shapes that VkLearn draws itself: <see cref="DrawnShapes"/>. The test shapes are none of the training ones, whatever the seed.
/// </summary>
/// <param name="train">How many to learn from.</param>
/// <param name="test">How many to test on.</param>
/// <param name="seed">Below 2^31; the same seed gives the same shapes on every machine.</param>
/// <param name="insteadOf">The data set that they stand for because it is not there, to be told to the user.</param>
public sealed class DrawnShapesSource(int train, int test, int seed, string? insteadOf = null) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have
    const int MaxCount = 500_000; // about 1.5 GiB of images

    public override string Loading => $"drawing {train} shapes, and {test} for the test"
        + (insteadOf is null ? "" : $", as there is no {insteadOf} (name its directory with --data DIR)");

    public override IReadOnlyList<Field> Fields =>
        Dataset.FieldsOf([3, DrawnShapes.Side, DrawnShapes.Side], DrawnShapes.ClassNames);

    protected override Splits Make() => new(Draw(train, (uint)seed, "train"), Draw(test, (uint)seed | ForTest, "test"));

    static Dataset Draw(int count, uint seed, string name)
    {
        (byte[] images, byte[] labels) = DrawnShapes.Make(count, seed);
        Shape item = [3, DrawnShapes.Side, DrawnShapes.Side];
        return Dataset.From(images, Array.ConvertAll(labels, label => (int)label), item, name, DrawnShapes.ClassNames);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnShapes",
        "Coloured shapes in ten classes that VkLearn draws itself: no data needed.",
        settings => new DrawnShapesSource(
            settings.Int("train", 20_000, min: 1, max: MaxCount), settings.Int("test", 2000, min: 1, max: MaxCount),
            settings.Int("seed", 1, min: 0)));
}
