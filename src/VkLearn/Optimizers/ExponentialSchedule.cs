using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>The rate times factor^(step / every): it falls by the factor in so many steps, a little in each.</summary>
public sealed record ExponentialSchedule(float Rate, float Factor, int Every = 1) : Schedule
{
    public override Tensor At(Tensor step) => (step * (float)(Math.Log(Factor) / Every)).Exp() * Rate;

    [ModuleInitializer]
    internal static void Register() => Catalog<Schedule>.Add("Exponential",
        "The rate times factor^(step / every): it falls by the factor in so many steps, a little in each.",
        s => new ExponentialSchedule(
            s.Float("rate", min: 0), s.Float("factor", min: 1e-6f), s.Int("every", 1, min: 1)));
}
