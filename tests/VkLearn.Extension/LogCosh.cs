using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Losses;

namespace VkLearn.Extension;

public sealed class LogCoshLoss : RegressionLoss   // a square near 0, a line far from it
{
    public override Tensor Each(Tensor prediction, Tensor target)
    {
        Tensor d = (prediction - target).Abs();
        return d + (1 + (d * -2f).Exp()).Log() - MathF.Log(2);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<LossFunction>.Add("LogCosh", "A regressor's: the logarithm of the hyperbolic cosine.",
        _ => new LogCoshLoss());   // "loss": "LogCosh" in scenes, and in `vklearn list losses`
}

public static class LogCoshSyntax
{
    extension(Loss)
    {
        public static Tensor LogCosh(Tensor prediction, Tensor target) => new LogCoshLoss().Each(prediction, target).Mean();
    }
}
