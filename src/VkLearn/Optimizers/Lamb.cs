using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>
/// Lamb (You et al. 2020, algorithm 2), for large batches: each parameter moves by Adam's step and its decay, scaled to the norm of the
/// parameter itself; unscaled where either norm is 0. Biases, and what norms scale by, do not decay (<see cref="Parameter.Decays"/>).
/// </summary>
public sealed class Lamb(Schedule learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-6f, float weightDecay = 0.01f)
    : Optimizer(learningRate)
{
    protected override UpdateRule Rule { get; } = new LambRule(beta1, beta2, epsilon, weightDecay);
    protected override bool DecaysAll => false;

    [ModuleInitializer]
    internal static void Register() => Catalog<Optimizer>.Add("Lamb",
        "Adam's step, scaled to the norm of each parameter, for large batches (You et al. 2020).",
        s => new Lamb(
            Schedule.Read(s), s.Float("beta1", 0.9f, min: 0, max: 0.999999f), s.Float("beta2", 0.999f, min: 0, max: 0.999999f),
            s.Float("epsilon", 1e-6f, min: 0), s.Float("weightDecay", 0.01f))
         { Groups = ParameterGroup.Read(s) });
}

/// <summary>The rule of <see cref="Lamb"/>. Moments: the gradient's mean and its square's.</summary>
public sealed record LambRule(float Beta1, float Beta2, float Epsilon, float WeightDecay) : UpdateRule
{
    public override int Moments => 2;

    protected override Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step)
    {
        Tensor m = moments[0] * Beta1 + gradient * (1 - Beta1), v = moments[1] * Beta2 + gradient.Square() * (1 - Beta2);
        Tensor move = m / BiasCorrection.Of(Beta1, step) / ((v / BiasCorrection.Of(Beta2, step)).Sqrt() + Epsilon);
        move = WeightDecay == 0 ? move : move + weight * WeightDecay;
        Tensor size = Norm(weight), moved = Norm(move), trust = size / Where.Select(moved, moved, 1f);
        return [weight - rate * Where.Select(size * moved, trust, 1f) * move, m, v];
    }

    /// <summary>By its largest element, so that no square overflows.</summary>
    static Tensor Norm(Tensor x)
    {
        Tensor flat = x.Reshape([checked((int)x.Shape.Count)]), largest = flat.Maximum(-flat).Max(0);
        return (flat / Where.Select(largest, largest, 1f)).Square().Sum().Sqrt() * largest;
    }

    protected override UpdateRule WithWeightDecay(float weightDecay) => this with { WeightDecay = weightDecay };
}
