using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>Points on a plane that VkLearn draws itself: <see cref="DrawnPoints"/>. Their column is "point", the part of the figure that
/// each is of "label".</summary>
/// <param name="deviation">Of the points around the figure.</param>
/// <param name="seed">Below 2^31; the same seed gives the same points on every machine.</param>
public sealed class DrawnPointsSource(PointFigure figure, int train, int test, float deviation, int seed) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have

    public override string Loading => $"drawing {train} points around a {figure.ToString().ToLowerInvariant()}, and {test} for the test";

    public override IReadOnlyList<Field> Fields => Draw(1, 0, "fields").Fields;

    protected override Splits Make() => new(Draw(train, (uint)seed, "train"), Draw(test, (uint)seed | ForTest, "test"));

    Dataset Draw(int count, uint from, string name)
    {
        (float[] points, int[] parts) = DrawnPoints.Make(figure, count, deviation, from);
        string[] names = [.. Enumerable.Range(1, DrawnPoints.PartsOf(figure)).Select(part => $"{part}")];
        return Dataset.Of(name, new Column("point", points, [2], new Meaning.Quantity()),
            new Column("label", parts, [], new Meaning.Label(names)));
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnPoints", "Points on a plane around a ring, a grid, moons, a spiral.",
        settings => new DrawnPointsSource(settings.OneOf<PointFigure>("figure", PointFigure.Ring),
            settings.Int("train", 20_000, min: 1, max: 10_000_000), settings.Int("test", 10_000, min: 1, max: 10_000_000),
            settings.Float("deviation", 0.05f, min: 0), settings.Int("seed", 1, min: 0)));
}
