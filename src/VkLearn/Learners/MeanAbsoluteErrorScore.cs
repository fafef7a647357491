using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>The mean of |prediction - target|.</summary>
public sealed class MeanAbsoluteErrorScore() : RegressionScore("meanAbsoluteError")
{
    public override string Unit => "";
    public override Better Better => Better.Lower;

    public override void Test(Metric metric, Tensor prediction, Tensor target) => metric.Add((prediction - target).Abs());

    [ModuleInitializer]
    internal static void Register() => Catalog<Score>.Add("meanAbsoluteError",
        "A regressor's: the mean of the difference without its sign.", _ => new MeanAbsoluteErrorScore());
}
