using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// The area under the receiver operating characteristic: how likely an item of a class gets a higher score for it than one of the others
/// (Hanley and McNeil 1982). From histograms of the class's log odds, kept on the device: items that share a bin count as a tie, a half.
/// Bins are 0.4 % of the odds wide and finer near even odds.
/// </summary>
/// <param name="ofClass">A class's name or number; null: the second of two.</param>
public sealed class RocAucScore(string? ofClass = null) : ClassificationScore(NameOf("rocAuc", ofClass))
{
    const int Bins = 8192;                                      // of either half so many halves
    const float Finest = 1e-3f, Steps = 250;                    // log odds below which bins are even; bins to a factor of e

    public override bool IsOfSums => true;

    public override void Test(Metric metric, Tensor logits, Tensor label, IReadOnlyList<string> names)
    {
        if (ofClass is null && logits.Cols != 2)
        {
            throw new ArgumentException($"rocAuc: it is of two classes, but there are {logits.Cols}. Name the one that is told from all "
                + "others: { \"type\": \"rocAuc\", \"class\": ... }.");
        }

        int index = ofClass is null ? 1 : ClassOf(ofClass, names, logits.Cols);
        Tensor isIt = label.EqualTo(new Fill([], index, DType.Int32).Apply()[0]).Reshape([1, label.Cols]);
        Tensor isOther = (label.Counted() ?? Tensor.Ones([label.Cols])).Reshape([1, label.Cols]) - isIt;
        metric.Count(Concat.Of(0, isIt, isOther).MatMul(BinOf(LogOdds(logits, index)).OneHot(Bins)));
    }

    /// <summary>log p - log(1 - p) of the class.</summary>
    static Tensor LogOdds(Tensor logits, int index)
    {
        Tensor isIt = new Fill([1], index, DType.Int32).Apply()[0].OneHot(logits.Cols);
        Tensor others = Where.Select(isIt, float.MinValue, logits), peak = others.Max(-1, keepAxis: true);
        Tensor rest = peak.Reshape([logits.Rows]) + (others - peak).Exp().Sum(-1).Log();
        return Where.Select(isIt, logits, 0f).Sum(-1) - rest;
    }

    static Tensor BinOf(Tensor odds)
    {
        Tensor size = (odds.Maximum(-odds) * (1 / Finest) + 1).Log() * Steps, sign = (odds > 0f) - (odds < 0f);
        return (size * sign + Bins / 2).Floor().Maximum(0f).Minimum(Bins - 1).Cast(DType.Int32);
    }

    /// <summary>Of all pairs of one of the class and one of the others the share in which the first is in a higher bin.</summary>
    public override double? OfSums(float[] sums)
    {
        double others = 0, pairs = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            pairs += sums[bin] * (others + sums[Bins + bin] / 2.0);
            others += sums[Bins + bin];
        }

        double its = sums.Take(Bins).Sum(count => (double)count);
        return its * others > 0 ? pairs / (its * others) : null;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Score>.Add("rocAuc",
        "A classifier's: the area under the receiver operating characteristic, of two classes or of one against the others.",
        settings => new RocAucScore(settings.Names("class") is { } names ? names is [var one] ? one
            : throw settings.Error("a metric is of one class; ask for one metric a class.", "class") : null));
}
