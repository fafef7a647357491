using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>The exponential of the mean cross entropy: among how many equally likely classes one would be as unsure.</summary>
public sealed class PerplexityScore() : ClassificationScore("perplexity")
{
    public override string Unit => "";
    public override Better Better => Better.Lower;

    public override double OfMean(double mean) => Math.Exp(mean);

    public override void Test(Metric metric, Tensor logits, Tensor label, IReadOnlyList<string> names) =>
        metric.Add(new SoftmaxCrossEntropy().Apply(logits, label)[0], label.Counted());

    [ModuleInitializer]
    internal static void Register() => Catalog<Score>.Add("perplexity",
        "A classifier's: the exponential of the mean cross entropy.", _ => new PerplexityScore());
}
