using System.Runtime.CompilerServices;
using VkLearn.Compile;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1); weight decay is added to the gradient.</summary>
public sealed class Adam(Schedule learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0)
    : Optimizer(learningRate)
{
    protected override UpdateRule Rule { get; } = new AdamRule(beta1, beta2, epsilon, weightDecay, Decoupled: false);

    [ModuleInitializer]
    internal static void Register() => Catalog<Optimizer>.Add("Adam", "Adam (Kingma and Ba 2015); weight decay is added to the gradient.",
        s => new Adam(
            Schedule.Read(s), s.Float("beta1", 0.9f), s.Float("beta2", 0.999f), s.Float("epsilon", 1e-8f), s.Float("weightDecay", 0))
         { Groups = ParameterGroup.Read(s) });
}

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, algorithm 2): the weights decay by rate times weightDecay, apart from the gradient. Biases, and what
/// norms scale by, do not (<see cref="Parameter.Decays"/>), as PyTorch users ask for by hand; the group <c>new("*", WeightDecay: 0.01f)</c>
/// lets all decay.
/// </summary>
public sealed class AdamW(Schedule learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0.01f)
    : Optimizer(learningRate)
{
    protected override UpdateRule Rule { get; } = new AdamRule(beta1, beta2, epsilon, weightDecay, Decoupled: true);
    protected override bool DecaysAll => false;

    [ModuleInitializer]
    internal static void Register() => Catalog<Optimizer>.Add("AdamW",
        "Adam whose weights decay apart from the gradient (Loshchilov and Hutter 2019).",
        s => new AdamW(
            Schedule.Read(s), s.Float("beta1", 0.9f), s.Float("beta2", 0.999f), s.Float("epsilon", 1e-8f), s.Float("weightDecay", 0.01f))
         { Groups = ParameterGroup.Read(s) });
}

/// <summary>
/// Both, by one kernel (shaders/ops/Adam.comp). Moments: the gradient's mean and its square's, each divided by 1 - beta^step before use.
/// </summary>
public sealed record AdamRule(float Beta1, float Beta2, float Epsilon, float WeightDecay, bool Decoupled) : UpdateRule
{
    public override int Moments => 2;

    protected override Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step)
    {
        if (WeightDecay != 0)
        {
            (weight, gradient) = Decoupled ? (weight * (1 - rate * WeightDecay), gradient) : (weight, gradient + weight * WeightDecay);
        }

        Tensor m = moments[0] * Beta1 + gradient * (1 - Beta1), v = moments[1] * Beta2 + gradient.Square() * (1 - Beta2);
        Tensor root = (v / BiasCorrection.Of(Beta2, step)).Sqrt() + Epsilon;
        return [weight - rate / BiasCorrection.Of(Beta1, step) * m / root, m, v];
    }

    protected override UpdateRule WithWeightDecay(float weightDecay) => this with { WeightDecay = weightDecay };
    protected override float? VariableDecay => WeightDecay;
    protected override bool Skips => true;

    protected override void Dispatch(Pass pass, UpdateRange range) => pass.Dispatch("Adam", range.Groups(pass),
            pass.FewLocalSize, [("DECOUPLED", Decoupled), ("VARIED", range.IsVaried), ("SKIPPABLE", range.IsSkippable)],
            range.Weight, range.Gradient, range.Moments[0], range.Moments[1], range.Rate, range.Settings,
            range.IsMade, range.Skipped, pass.Counters, range.NewWeight, range.NewMoments[0], range.NewMoments[1],
            range.Count, range.StepSlot, range.StepOffset,
            Beta1, Beta2, Epsilon, WeightDecay);
}
