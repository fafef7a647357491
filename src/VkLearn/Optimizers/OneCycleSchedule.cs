using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>
/// Up to the rate along half a cosine, then down along another to nearly nothing (Smith and Topin 2018, with the numbers of PyTorch's
/// OneCycleLR): from rate / divideBy, over the first share of the steps, to the rate; then to rate / divideBy / finalDivideBy, which stays.
/// Momentum is left as it is.
/// </summary>
/// <param name="Rate">The highest.</param>
/// <param name="Steps">The length; 0: that of the run.</param>
/// <param name="RisingShare">Which share of the steps it rises in.</param>
public sealed record OneCycleSchedule(
    float Rate, int Steps = 0, float RisingShare = 0.3f, float DivideBy = 25, float FinalDivideBy = 1e4f) : Schedule
{
    public override Schedule Over(int steps) => Steps > 0 ? this : this with { Steps = steps };

    public override Tensor At(Tensor step)
    {
        float first = Rate / DivideBy, peak = Math.Max(0, RisingShare * Known(Steps) - 1), end = Steps - 1;
        Tensor up = peak == 0 ? Tensor.Ones([]) : step * (1 / peak), down = (step - peak) * (1 / Math.Max(1e-3f, end - peak));
        return Where.Select(step < peak, Between(first, Rate, up), Between(Rate, first / FinalDivideBy, down.Maximum(0f)));
    }

    /// <summary>Along half a cosine, as the square of a sine, which stays exact near the end.</summary>
    static Tensor Between(float from, float to, Tensor share) =>
        ((1 - share.Minimum(1f)) * (MathF.PI / 2)).Sin().Square() * (from - to) + to;

    [ModuleInitializer]
    internal static void Register() => Catalog<Schedule>.Add("OneCycle",
        "Up to the rate and down to nearly nothing, along cosines (Smith and Topin 2018); 0 steps: the run's.",
        s => new OneCycleSchedule(s.Float("rate", min: 0), s.Int("steps", 0, min: 0), s.Float("risingShare", 0.3f, min: 0, max: 1),
            s.Float("divideBy", 25, min: 1), s.Float("finalDivideBy", 1e4f, min: 1)));
}
