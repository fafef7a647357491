using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>How often the right class is among the k with the highest logits; of equals the first count as higher.</summary>
public sealed class TopKScore : ClassificationScore
{
    readonly int k;

    /// <exception cref="ArgumentException">k is below 1.</exception>
    public TopKScore(int k = 5) : base($"top{k}") => this.k = k >= 1 ? k
        : throw new ArgumentException($"topK: k must be at least 1, received {k}.", nameof(k));

    public override void Test(Metric metric, Tensor logits, Tensor label, IReadOnlyList<string> names)
    {
        Tensor right = logits.AtLabel(label).Reshape([label.Cols, 1]), peak = logits.Max(-1); // NaN, if the row has one
        Tensor isBefore = new Iota([logits.Cols]).Apply()[0].Reshape([1, logits.Cols]) < label.Reshape([label.Cols, 1]);
        Tensor above = ((logits > right) + logits.EqualTo(right) * isBefore).Sum(-1);
        metric.Add((above < k) * peak.EqualTo(peak), label.Counted());
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Score>.Add("topK",
        "A classifier's: how often the right class is among the k with the highest logits.",
        settings => new TopKScore(settings.Int("k", 5, min: 1)));
}
