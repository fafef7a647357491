using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>
/// From the rate down to a floor along half a cosine (Loshchilov and Hutter 2017, eq. 5, without restarts); the floor from then on.
/// </summary>
/// <param name="Steps">The length; 0: that of the run.</param>
public sealed record CosineSchedule(float Rate, int Steps = 0, float Floor = 0) : Schedule
{
    public override Schedule Over(int steps) => Steps > 0 ? this : this with { Steps = steps };

    public override Tensor At(Tensor step)
    {
        Tensor angle = (step * (MathF.PI / Known(Steps))).Minimum(MathF.PI);
        return ((angle + MathF.PI / 2).Sin() + 1) * ((Rate - Floor) / 2) + Floor;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Schedule>.Add("Cosine",
        "From the rate down to a floor along half a cosine (Loshchilov and Hutter 2017); 0 steps: the run's.",
        s => new CosineSchedule(
            s.Float("rate", min: 0), s.Int("steps", 0, min: 0), s.Float("floor", 0, min: 0)));
}
