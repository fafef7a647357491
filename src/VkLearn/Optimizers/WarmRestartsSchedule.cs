using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>
/// From the rate down to a floor along half a cosine, again and again, each time over so many times as many steps as before (Loshchilov and
/// Hutter 2017, eq. 5).
/// </summary>
/// <param name="Every">Steps of the first.</param>
/// <param name="Times">How many times longer each is than the one before.</param>
public sealed record WarmRestartsSchedule(float Rate, int Every, int Times = 1, float Floor = 0) : Schedule
{
    public override Tensor At(Tensor step)
    {
        (Tensor begin, Tensor length) = Cycle(step);
        Tensor left = 1 - (step - begin) / length;
        return (left * (MathF.PI / 2)).Sin().Square() * (Rate - Floor) + Floor;
    }

    /// <summary>When the cycle that a step is in begins, and how long it is.</summary>
    (Tensor Begin, Tensor Length) Cycle(Tensor step)
    {
        if (Times == 1)
        {
            return (((step + 0.5f) * (1f / Every)).Floor() * Every, Every);
        }

        // The logarithm may be a little off, so what it says is tried, and taken back where that begins too late.
        Tensor guess = ((step * ((Times - 1f) / Every) + 1).Log() * (float)(1 / Math.Log(Times)) + 0.01f).Floor();
        Tensor cycle = guess - (step < Begin(guess));
        return (Begin(cycle), Power(cycle) * Every);
    }

    Tensor Begin(Tensor cycle) => (Power(cycle) - 1) * ((float)Every / (Times - 1));

    Tensor Power(Tensor cycle) => ((cycle * (float)Math.Log(Times)).Exp() + 0.5f).Floor();

    [ModuleInitializer]
    internal static void Register() => Catalog<Schedule>.Add("WarmRestarts",
        "From the rate down to a floor along half a cosine, again and again (Loshchilov and Hutter 2017).",
        s => new WarmRestartsSchedule(
            s.Float("rate", min: 0), s.Int("every", min: 1), s.Int("times", 1, min: 1), s.Float("floor", 0, min: 0)));
}
