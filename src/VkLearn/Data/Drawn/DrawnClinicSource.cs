using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Patients of <see cref="DrawnClinic"/>, standardised by those to learn from, and whether each is sick; how well that can be known is the
/// label's <see cref="Meaning.Label.BestAccuracy"/>. A user's own table is taken in their place: its last column is the label, and numbers
/// that are missing are filled and told.
/// </summary>
/// <param name="seed">Below 2^31; the same seed gives the same patients on every machine.</param>
public sealed class DrawnClinicSource(int train, int test, int seed) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have

    static readonly Lazy<double> best = new(DrawnClinic.BestAccuracy);

    /// <summary>Of a user's own table: what stands for a missing value; null: nothing, ?, NA and the like.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <inheritdoc cref="CsvSource.ZeroIsMissing"/>
    public IReadOnlyList<string> ZeroIsMissing { get; init; } = [];

    /// <inheritdoc cref="CsvSource.LeaveOut"/>
    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    /// <inheritdoc cref="CsvSource.Categories"/>
    public IReadOnlyList<string> Categories { get; init; } = [];

    public override string Loading => $"drawing {train} patients of a clinic, and {test} for the test";

    public override IReadOnlyList<Field> Fields =>
    [
        new("features", DType.Float32, [DrawnClinic.Measured.Count],
            new Meaning.Quantity { Features = [.. DrawnClinic.Measured.Select(name => new Feature(name))] }),
        new("label", DType.Int32, [], Sickness),
    ];

    static Meaning.Label Sickness => new(DrawnClinic.Classes) { BestAccuracy = best.Value };

    protected override Splits Make()
    {
        (float[] measured, int[] sick) = DrawnClinic.Make(train, (uint)seed);
        (float[] others, int[] othersSick) = DrawnClinic.Make(test, (uint)seed | ForTest);
        Feature[] features = [.. DrawnClinic.Measured.Select((name, j) => FeatureOf(name, measured, j))];
        return new(DatasetOf("train", measured, sick, features), DatasetOf("test", others, othersSick, features));
    }

    static Feature FeatureOf(string name, float[] measured, int column)
    {
        double[] values = [.. measured.Where((_, i) => i % DrawnClinic.Measured.Count == column).Select(value => (double)value)];
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return new(name, (float)mean, (float)(1 / deviation));
    }

    static Dataset DatasetOf(string name, float[] measured, int[] sick, Feature[] features)
    {
        float[] numbers = [.. measured.Select((value, i) => features[i % features.Length] is var one ? (value - one.Mean) * one.Scale : 0)];
        return Dataset.Of(name, new Column("features", numbers, [features.Length], new Meaning.Quantity { Features = features }),
            new Column("label", sick, [], Sickness));
    }

    private protected override DataSource? Elsewhere(string path) => !File.Exists(path) ? null : new CsvSource(path)
    {
        TargetIsLast = true,
        TargetType = TargetType.Label,
        Fill = MissingFill.Mean,
        TellsMissing = true,
        RefusesConstant = true,
        Missing = Missing,
        ZeroIsMissing = ZeroIsMissing,
        LeaveOut = LeaveOut,
        Categories = Categories,
    };

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnClinic",
        "Patients of a made-up clinic, healthy or sick, of whom it is known how well that can be told; or a table of one's own.",
        settings => new DrawnClinicSource(
            settings.Int("train", 2000, min: 2, max: 1_000_000), settings.Int("test", 1000, min: 1, max: 1_000_000),
            settings.Int("seed", 1, min: 0))
        {
            Missing = settings.Names("missing"),
            ZeroIsMissing = settings.Names("zeroIsMissing") ?? [],
            LeaveOut = settings.Names("leaveOut") ?? [],
            Categories = settings.Names("categories") ?? [],
        });
}
