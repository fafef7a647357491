using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>From the rate down to a floor as (1 - step / steps)^power does; the floor from then on. A power of 1 is a line.</summary>
/// <param name="Steps">The length; 0: that of the run.</param>
public sealed record PolynomialSchedule(float Rate, int Steps = 0, float Power = 1, float Floor = 0) : Schedule
{
    public override Schedule Over(int steps) => Steps > 0 ? this : this with { Steps = steps };

    public override Tensor At(Tensor step)
    {
        Tensor left = (Known(Steps) - step.Minimum(Steps)) * (1f / Steps);
        Tensor share = Power == 1 ? left : (left.Log() * Power).Exp(); // at 0: exp(-infinity)
        return share * (Rate - Floor) + Floor;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Schedule>.Add("Polynomial",
        "From the rate down to a floor as (1 - step / steps)^power does; 0 steps: the run's.",
        s => new PolynomialSchedule(
            s.Float("rate", min: 0), s.Int("steps", 0, min: 0), s.Float("power", 1, min: 1e-3f), s.Float("floor", 0, min: 0)));
}
