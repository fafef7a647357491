using System.Numerics;
using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>Points on a plane that VkLearn draws itself: <see cref="DrawnPoints"/>. Their column is "point", the part of the figure that
/// each is of "label".</summary>
/// <param name="deviation">Of the points around the figure.</param>
/// <param name="seed">Below 2^31; the same seed gives the same points on every machine.</param>
/// <param name="strokes">Of a drawn figure.</param>
/// <param name="added">Points to learn from beside those that are drawn.</param>
public sealed class DrawnPointsSource(
    PointFigure figure, int train, int test, float deviation, int seed, IReadOnlyList<Vector2[]>? strokes = null,
    AddedPoints? added = null) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have

    public override string Loading => $"drawing {train} points "
        + figure switch
        {
            PointFigure.Drawn => "along strokes",
            PointFigure.Circles => "in a disc and a ring",
            PointFigure.Xor => "in four squares",
            PointFigure.Blobs => "in two heaps",
            _ => $"around a {figure.ToString().ToLowerInvariant()}",
        }
        + $", and {test} for the test";

    public override IReadOnlyList<Field> Fields => Draw(1, 0, "fields").Fields;

    protected override Splits Make() => new(Draw(train, (uint)seed, "train", added), Draw(test, (uint)seed | ForTest, "test"));

    Dataset Draw(int count, uint from, string name, AddedPoints? added = null)
    {
        (float[] points, int[] parts) = figure == PointFigure.Drawn ? DrawnPoints.Along(strokes ?? [], count, deviation, from)
            : DrawnPoints.Make(figure, count, deviation, from);
        int all = figure == PointFigure.Drawn ? strokes!.Count : DrawnPoints.PartsOf(figure);
        string[] names = [.. Enumerable.Range(1, all).Select(part => $"{part}")];
        return Dataset.Of(name, new Column("point", (float[])[.. points, .. added?.Places ?? []], [2], new Meaning.Quantity()),
            new Column("label", (int[])[.. parts, .. added?.Classes(all) ?? []], [], new Meaning.Label(names)));
    }

    static Vector2[] StrokeOf(Settings settings)
    {
        float[] places = settings.Floats("places");
        return places.Length is > 0 and var count && count % 2 == 0
            ? [.. Enumerable.Range(0, count / 2).Select(i => new Vector2(places[2 * i], places[2 * i + 1]))]
            : throw settings.Error($"a stroke goes through places x, y, x, y ..., received {places.Length} numbers", "places");
    }

    static DrawnPointsSource FromScene(Settings settings)
    {
        PointFigure figure = settings.OneOf<PointFigure>("figure", PointFigure.Ring);
        Vector2[][] strokes = settings.Has("strokes") ? [.. settings.List("strokes").Select(StrokeOf)] : [];
        return (figure == PointFigure.Drawn) != strokes.Length > 0
            ? throw settings.Error(strokes.Length == 0 ? "a drawn figure needs a stroke" : $"a {figure} has no strokes: a Drawn has",
                "strokes")
            : new DrawnPointsSource(figure, settings.Int("train", 20_000, min: 1, max: 10_000_000),
                settings.Int("test", 10_000, min: 1, max: 10_000_000), settings.Float("deviation", 0.05f, min: 0),
                settings.Int("seed", 1, min: 0), strokes,
                AddedPoints.Read(settings));
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnPoints",
        "Points on a plane around a ring, a grid, moons, a spiral, in circles, squares or heaps, or along strokes of one's own.",
        FromScene);
}
