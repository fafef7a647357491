using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>
/// Adam with Nesterov's momentum (Dozat 2016, algorithm 2), as PyTorch has it: at update t beta1 becomes beta1 (1 - 0.96^(t
/// momentumDecay) / 2). Weight decay is added to the gradient.
/// </summary>
public sealed class NAdam(Schedule learningRate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0,
    float momentumDecay = 4e-3f) : Optimizer(learningRate)
{
    protected override UpdateRule Rule { get; } = new NAdamRule(beta1, beta2, epsilon, weightDecay, momentumDecay);

    [ModuleInitializer]
    internal static void Register() => Catalog<Optimizer>.Add("NAdam", "Adam with Nesterov's momentum (Dozat 2016).",
        s => new NAdam(
            Schedule.Read(s), s.Float("beta1", 0.9f, min: 0, max: 0.999999f), s.Float("beta2", 0.999f, min: 0, max: 0.999999f),
            s.Float("epsilon", 1e-8f, min: 0), s.Float("weightDecay", 0), s.Float("momentumDecay", 4e-3f, min: 0))
         { Groups = ParameterGroup.Read(s) });
}

/// <summary>
/// The rule of <see cref="NAdam"/>. Moments: the gradient's mean and its square's, and how far the product of all beta1 so far is from 1.
/// </summary>
public sealed record NAdamRule(float Beta1, float Beta2, float Epsilon, float WeightDecay, float MomentumDecay) : UpdateRule
{
    public override int Moments => 3;

    protected override Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step)
    {
        gradient = WeightDecay == 0 ? gradient : gradient + weight * WeightDecay;
        Tensor now = Beta1At(step), next = Beta1At(step + 1);
        Tensor m = moments[0] * Beta1 + gradient * (1 - Beta1), v = moments[1] * Beta2 + gradient.Square() * (1 - Beta2);
        Tensor product = (1 - moments[2]) * now;
        Tensor root = (v / BiasCorrection.Of(Beta2, step)).Sqrt() + Epsilon;
        Tensor move = gradient * (1 - now) / (1 - product) + m * next / (1 - product * next);
        return [weight - rate * move / root, m, v, 1 - product];
    }

    Tensor Beta1At(Tensor step) => (1 - (step * (float)(MomentumDecay * Math.Log(0.96))).Exp() * 0.5f) * Beta1;

    protected override UpdateRule WithWeightDecay(float weightDecay) => this with { WeightDecay = weightDecay };
}
