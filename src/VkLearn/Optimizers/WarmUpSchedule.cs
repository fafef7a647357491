using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>Rises in a line to the first rate of another schedule over so many steps, then follows it (Goyal et al. 2017, 2.2).</summary>
public sealed record WarmUpSchedule(int Steps, Schedule Then) : Schedule
{
    public override Schedule Over(int steps) => this with { Then = Then.Over(Math.Max(1, steps - Steps)) };

    public override PlateauSchedule? OnPlateau => Then.OnPlateau;

    public override Tensor At(Tensor step)
    {
        Tensor after = Then.At((step - Steps).Maximum(0f));
        return after * ((step + 1) * (1f / Steps)).Minimum(1f);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Schedule>.Add("WarmUp",
        "Rises in a line to another schedule's first rate, then follows it (Goyal et al. 2017).",
        s => new WarmUpSchedule(
            s.Int("steps", min: 1), Catalog<Schedule>.Read(s.Required("then"))));
}
