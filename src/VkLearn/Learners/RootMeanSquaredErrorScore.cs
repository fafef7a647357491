using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>The root of the mean of (prediction - target)², in the target's unit.</summary>
public sealed class RootMeanSquaredErrorScore() : RegressionScore("rootMeanSquaredError")
{
    public override string Unit => "";
    public override Better Better => Better.Lower;

    public override double OfMean(double mean) => Math.Sqrt(mean);

    public override void Test(Metric metric, Tensor prediction, Tensor target) => metric.Add((prediction - target).Square());

    [ModuleInitializer]
    internal static void Register() => Catalog<Score>.Add("rootMeanSquaredError",
        "A regressor's: the root of the mean of the difference squared.", _ => new RootMeanSquaredErrorScore());
}
