using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// How a series in time is learned: windows of its past and of what came then, column "past" [Past, columns] and "ahead" [Ahead, columns];
/// and which of its steps are for what: those to learn from come first, then those to validate by, then those for the test. What is
/// foretold of a part is all its own; what it is foretold by may reach back into the part before.
/// </summary>
/// <param name="Past">Steps that a window knows.</param>
/// <param name="Ahead">Steps after them, to be foretold.</param>
/// <param name="Train">Steps to learn from; below 1: a share of all.</param>
/// <param name="Test">Steps for the test; below 1: a share of all.</param>
public sealed record SeriesWindows(int Past, int Ahead, double Train = 0.7, double Test = 0.2)
{
    internal const string PastName = "past", AheadName = "ahead";

    StreamWindows Windows => new(Past, Ahead, Ahead: Past, Stride: 1);

    internal IReadOnlyList<Field> Fields(IReadOnlyList<Feature> columns)
    {
        Meaning meaning = new Meaning.Quantity { Features = columns };
        return
        [
            new(PastName, DType.Float32, [Past, columns.Count], meaning), new(AheadName, DType.Float32, [Ahead, columns.Count], meaning),
        ];
    }

    /// <summary>Reads <c>"past"</c>, <c>"ahead"</c>, <c>"train"</c> and <c>"test"</c>.</summary>
    internal static SeriesWindows Read(Settings settings) => new(
        settings.Int("past", 96, min: 1, max: 1 << 16), settings.Int("ahead", 24, min: 1, max: 1 << 16),
        settings.Number("train", 0.7, min: 0.001), settings.Number("test", 0.2, min: 0.001));

    /// <summary>The steps of each part.</summary>
    /// <param name="validation">As <see cref="Train"/>; 0: none.</param>
    /// <param name="path">What to blame.</param>
    /// <exception cref="DataException">There are too few.</exception>
    internal (Range Train, Range Validation, Range Test) Parts(int steps, double validation, string path)
    {
        int train = Of(Train), held = Of(validation), test = Of(Test);
        if ((long)train + held + test > steps)
        {
            throw new DataException(path, $"has {steps} steps, fewer than the {train} to learn from, {held} to validate by and {test} for "
                + "the test. Take less by \"train\", \"validation\" and \"test\", steps or shares of all");
        }

        CheckLength("train", train, Past + Ahead, path);
        CheckLength("test", test, Ahead, path);
        if (held > 0)
        {
            CheckLength("validation", held, Ahead, path);
        }

        return (..train, train..(train + held), (train + held)..(train + held + test));

        int Of(double part) => (int)(part < 1 ? part * steps : Math.Min(part, int.MaxValue));
    }

    void CheckLength(string part, int steps, int needed, string path)
    {
        if (steps < needed)
        {
            throw new DataException(path, $"is too short: its part for {part} has {steps} steps, a window of {Past} and {Ahead} ahead "
                + $"needs {needed} there. Take a longer series, more of it for \"{part}\", or a smaller \"past\" or \"ahead\"");
        }
    }

    /// <summary>The data sets of a series.</summary>
    /// <param name="best">The least error that can be reached in the windows of a part, where that is known.</param>
    internal Splits Make(Series series, IReadOnlyList<Feature> columns, (Range Train, Range Validation, Range Test) parts,
        Func<Range, double>? best = null)
    {
        float[] scaled = series.Scaled(columns);
        return new Splits(Of("train", parts.Train), Of("test", parts.Test),
            parts.Validation.Start.Equals(parts.Validation.End) ? null : Of("validation", parts.Validation));

        Dataset Of(string name, Range part)
        {
            Range steps = name == "train" ? part : (part.Start.Value - Past)..part.End;
            Meaning meaning = new Meaning.Quantity { Features = columns, BestError = best?.Invoke(steps) };
            int each = columns.Count;
            float[] values = scaled[(steps.Start.Value * each)..(steps.End.Value * each)];
            return Dataset.Of(name, new Column(PastName, values, [each], meaning), AheadName, Windows);
        }
    }
}
