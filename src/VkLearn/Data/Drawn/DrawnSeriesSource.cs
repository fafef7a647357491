using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Series in time that VkLearn draws itself, of which it is known how well they can be foretold
/// (<see cref="Meaning.Quantity.BestError"/>): <see cref="DrawnSeries"/>. A user's own table is taken in their place.
/// </summary>
/// <param name="steps">Hours.</param>
/// <param name="seed">Below 2^31; the same seed gives the same series.</param>
public sealed class DrawnSeriesSource(int steps, int columns, int seed, SeriesWindows windows) : DataSource
{
    const string Source = "the drawn series";

    readonly DrawnSeries drawn = new(steps, columns, (uint)seed);
    Series? series;

    public override string Loading => $"drawing {columns} series of {steps} hours";

    public override IReadOnlyList<Field> Fields => windows.Fields(Norms);

    private protected override double MostValidation => double.MaxValue;

    Series Values => series ??= drawn.Draw();

    (Range Train, Range Validation, Range Test) Parts => windows.Parts(steps, Validation, Source);

    IReadOnlyList<Feature> Norms => SeriesPreparation.Read(this, PreparedBy) ?? Values.Norms(Parts.Train, Source);

    private protected override DataSource? Elsewhere(string path) => new SeriesSource(path, windows);

    protected override Splits Make()
    {
        IReadOnlyList<Feature> norms = Norms;
        return windows.Make(Values, norms, Parts, part => drawn.BestError(part, windows, norms)) with
        {
            Preparation = SeriesPreparation.Write(this, norms),
        };
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnSeries",
        "Series with a slope, a day and a week that come again, and noise, of which it is known how well they can be foretold; or a "
        + "table of one's own.",
        settings => new DrawnSeriesSource(
            settings.Int("steps", 14_400, min: 4, max: 10_000_000), settings.Int("columns", 3, min: 1, max: 1000),
            settings.Int("seed", 1, min: 0), SeriesWindows.Read(settings)));
}
