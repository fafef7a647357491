using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>The rate is multiplied by a factor after every so many steps.</summary>
public sealed record StepSchedule(float Rate, int Every, float Factor) : Schedule
{
    public override Tensor At(Tensor step) => (((step + 0.5f) * (1f / Every)).Floor() * MathF.Log(Factor)).Exp() * Rate;

    [ModuleInitializer]
    internal static void Register() => Catalog<Schedule>.Add("Step", "The rate times a factor after every so many steps.",
        s => new StepSchedule(
            s.Float("rate", min: 0), s.Int("every", min: 1), s.Float("factor", min: 1e-6f)));
}
