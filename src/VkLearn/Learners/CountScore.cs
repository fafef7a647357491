using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// A score made of how often each class is right, is said, and is: precision, recall and F1, of one class or as the mean over all that are
/// or are said (macro). A class that is never said has a precision of 0, one that never is a recall of 0, as scikit-learn has them.
/// </summary>
/// <param name="ofClass">A class's name or number; null: the mean over all.</param>
public abstract class CountScore(string score, string? ofClass) : ClassificationScore(NameOf(score, ofClass))
{
    const int Right = 0, Said = 1, Is = 2;

    int index; // of the class, known once the data is

    public override bool IsOfSums => true;

    /// <summary>That of a class.</summary>
    protected abstract double Of(double right, double said, double was);

    public override void Test(Metric metric, Tensor logits, Tensor label, IReadOnlyList<string> names)
    {
        int classes = logits.Cols;
        index = ofClass is null ? -1 : ClassOf(ofClass, names, classes);
        Tensor isSaid = logits.ArgMax(-1).OneHot(classes), isLabel = label.OneHot(classes);
        isSaid = label.Counted() is { } counted ? isSaid * counted.Reshape([label.Cols, 1]) : isSaid;
        Tensor[] counts = [isSaid * isLabel, isSaid, isLabel];
        metric.Count(Concat.Of(0, [.. counts.Select(count => count.Sum(0).Reshape([1, classes]))]));
    }

    public override double? OfSums(float[] sums)
    {
        int classes = sums.Length / 3;
        double[] each = [.. Enumerable.Range(0, classes).Where(c => index >= 0 ? c == index : At(Said, c) + At(Is, c) > 0)
            .Select(c => Of(At(Right, c), At(Said, c), At(Is, c)))];
        return each.Length == 0 ? null : each.Average();

        double At(int kind, int c) => sums[kind * classes + c];
    }

    private protected static string? ReadClass(Settings settings) => settings.Names("class") is { } names ? names is [var one] ? one
        : throw settings.Error("a metric is of one class; ask for one metric a class.", "class") : null;
}

/// <summary>Of what was taken for a class the share that is of it.</summary>
public sealed class PrecisionScore(string? ofClass = null) : CountScore("precision", ofClass)
{
    protected override double Of(double right, double said, double was) => said > 0 ? right / said : 0;

    [ModuleInitializer]
    internal static void Register() => Catalog<Score>.Add("precision",
        "A classifier's: of what was taken for a class the share that is of it; the mean over classes, or of one.",
        settings => new PrecisionScore(ReadClass(settings)));
}

/// <summary>Of what is of a class the share that was taken for it.</summary>
public sealed class RecallScore(string? ofClass = null) : CountScore("recall", ofClass)
{
    protected override double Of(double right, double said, double was) => was > 0 ? right / was : 0;

    [ModuleInitializer]
    internal static void Register() => Catalog<Score>.Add("recall",
        "A classifier's: of what is of a class the share that was taken for it; the mean over classes, or of one.",
        settings => new RecallScore(ReadClass(settings)));
}

/// <summary>The harmonic mean of precision and recall (van Rijsbergen 1979), of each class.</summary>
public sealed class F1Score(string? ofClass = null) : CountScore("f1", ofClass)
{
    protected override double Of(double right, double said, double was) => said + was > 0 ? 2 * right / (said + was) : 0;

    [ModuleInitializer]
    internal static void Register() => Catalog<Score>.Add("f1",
        "A classifier's: the harmonic mean of precision and recall; the mean over classes, or of one.",
        settings => new F1Score(ReadClass(settings)));
}
