using System.Runtime.CompilerServices;
using VkLearn.Compile;
using VkLearn.Formats;

namespace VkLearn.Optimizers;

/// <summary>
/// Stochastic gradient descent; with momentum m = momentum m + g and w -= rate m, with Nesterov's w -= rate (g + momentum m)
/// (Sutskever et al. 2013, as PyTorch has it). Weight decay is added to the gradient.
/// </summary>
public sealed class Sgd : Optimizer
{
    /// <exception cref="ArgumentException">Nesterov is asked for without momentum.</exception>
    public Sgd(Schedule learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0) : base(learningRate)
    {
        if (nesterov && momentum == 0)
        {
            throw new ArgumentException("Sgd: nesterov needs a momentum above 0.", nameof(nesterov));
        }

        Rule = new SgdRule(momentum, nesterov, weightDecay);
    }

    protected override UpdateRule Rule { get; }

    [ModuleInitializer]
    internal static void Register() => Catalog<Optimizer>.Add("Sgd",
        "Stochastic gradient descent, with momentum, also Nesterov's (Sutskever et al. 2013).",
        s => new Sgd(
            Schedule.Read(s), s.Float("momentum", 0), s.Flag("nesterov", false), s.Float("weightDecay", 0))
         { Groups = ParameterGroup.Read(s) });
}

/// <summary>The rule of <see cref="Sgd"/> (shaders/ops/Sgd.comp).</summary>
public sealed record SgdRule(float Momentum, bool Nesterov, float WeightDecay) : UpdateRule
{
    public override int Moments => Momentum == 0 ? 0 : 1;

    protected override Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step)
    {
        gradient = WeightDecay == 0 ? gradient : gradient + weight * WeightDecay;
        if (Moments == 0)
        {
            return [weight - rate * gradient];
        }

        Tensor m = moments[0] * Momentum + gradient;
        return [weight - rate * (Nesterov ? gradient + m * Momentum : m), m];
    }

    protected override UpdateRule WithWeightDecay(float weightDecay) => this with { WeightDecay = weightDecay };
    protected override float? VariableDecay => WeightDecay;
    protected override bool Skips => true;

    protected override void Dispatch(Pass pass, UpdateRange range) => pass.Dispatch("Sgd", range.Groups(pass),
            pass.FewLocalSize,
            [("MOMENTUM", Momentum != 0), ("NESTEROV", Nesterov), ("VARIED", range.IsVaried), ("SKIPPABLE", range.IsSkippable)],
            range.Weight, range.Gradient, Moments == 0 ? Arg.Nothing : range.Moments[0], range.Rate, range.Settings, range.IsMade,
            range.NewWeight, Moments == 0 ? Arg.Nothing : range.NewMoments[0], range.Count, Momentum, WeightDecay);
}
