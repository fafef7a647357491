using VkLearn.Formats;

namespace VkLearn.Learners;

/// <summary>What C and gamma of Gaussian-kernel machines are looked for among, and how they are compared.</summary>
/// <param name="Gammas">Empty: those of <see cref="Around"/>.</param>
/// <param name="Folds">Parts of the items, each of which is held out once.</param>
/// <param name="Items">It is looked for on at most so many, of each class as large a share as of all.</param>
/// <param name="Seed">By which items are drawn and dealt out to folds.</param>
public sealed record SupportVectorGrid(
    IReadOnlyList<float> Costs, IReadOnlyList<float> Gammas, int Folds = 5, int Items = 2000, int Seed = 1)
{
    const int GammasAround = 3;
    const float Apart = 4;

    /// <summary>Pairs of C and gamma.</summary>
    public int Candidates => Costs.Count * GammaCount;

    public int GammaCount => Gammas.Count == 0 ? GammasAround : Gammas.Count;

    /// <summary>The gammas; where none was given, those around 1 over the features and the values' variance (scikit-learn's "scale").
    /// </summary>
    /// <param name="values">Row by row.</param>
    public float[] Around(float[] values, int features)
    {
        if (Gammas.Count > 0)
        {
            return [.. Gammas];
        }

        double mean = values.Average(x => (double)x), variance = values.Average(x => (x - mean) * (x - mean));
        double middle = variance > 0 ? 1 / (features * variance) : 1;
        return [.. Enumerable.Range(-GammasAround / 2, GammasAround).Select(step => (float)(middle * Math.Pow(Apart, step)))];
    }

    /// <param name="labels">Of the items that it is looked for on.</param>
    /// <exception cref="ArgumentException">There are too few of a class for the folds.</exception>
    public void RefuseTooFew(IReadOnlyList<int> labels, int classes)
    {
        int[] counts = [.. Enumerable.Range(0, classes).Select(one => labels.Count(label => label == one))];
        if (counts.Min() is var fewest && fewest < Folds)
        {
            throw new ArgumentException($"SupportVectorMachine: a search by {Folds} folds needs {Folds} items or more of each class; of "
                + $"the {labels.Count} that it takes class {Array.IndexOf(counts, fewest)} has {fewest}. Ask for fewer folds, or more "
                + "items.");
        }
    }

    /// <summary>What decides the bits.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"C {string.Join(' ', Costs.Select(Text))}, gamma {string.Join(' ', Gammas.Select(Text))}, {Folds} folds of {Items}, seed {Seed}");

    /// <exception cref="SettingsException">A number is not above 0.</exception>
    internal static SupportVectorGrid Read(Settings settings)
    {
        float[] Above0(string key, float[] otherwise) => !settings.Has(key) ? otherwise
            : settings.Floats(key) is { Length: > 0 } given && given.All(x => x > 0 && float.IsFinite(x)) ? given
            : throw settings.Error("each must be above 0, and there must be one", key);
        SupportVectorGrid grid = new(Above0("costs", [1, 10, 100]), Above0("gammas", []), settings.Int("folds", 5, min: 2, max: 20),
            settings.Int("items", 2000, min: 2, max: 10_000), settings.Int("seed", 1, min: 0));
        settings.RefuseUnknown();
        return grid;
    }

    static string Text(float x) => FormattableString.Invariant($"{x}");
}
