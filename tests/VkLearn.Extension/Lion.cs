using VkLearn.Optimizers;

namespace VkLearn.Extension;

/// <summary>
/// Lion (Chen et al. 2023, algorithm 2): steps by the sign of an average of gradients. Its definition is all there is to it.
/// </summary>
public sealed class Lion(Schedule learningRate, float beta1 = 0.9f, float beta2 = 0.99f, float weightDecay = 0) : Optimizer(learningRate)
{
    protected override UpdateRule Rule { get; } = new LionRule(beta1, beta2, weightDecay);
}

public sealed record LionRule(float Beta1, float Beta2, float WeightDecay) : UpdateRule
{
    public override int Moments => 1;

    protected override UpdateRule WithWeightDecay(float weightDecay) => this with { WeightDecay = weightDecay };

    protected override Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step)
    {
        Tensor average = moments[0] * Beta1 + gradient * (1 - Beta1), sign = (average > 0f) - (average < 0f);
        return [weight - rate * (sign + weight * WeightDecay), moments[0] * Beta2 + gradient * (1 - Beta2)];
    }
}
