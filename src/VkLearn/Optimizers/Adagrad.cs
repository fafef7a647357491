using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>
/// Adagrad (Duchi et al. 2011), as PyTorch has it: the gradient over the root of the sum of all its squares. Weight decay is added to the
/// gradient.
/// </summary>
/// <param name="learningRateDecay">At update t the rate is divided by 1 + (t - 1) times this.</param>
/// <param name="initialAccumulator">What the sums begin at.</param>
public sealed class Adagrad(
    Schedule learningRate, float learningRateDecay = 0, float initialAccumulator = 0, float epsilon = 1e-10f, float weightDecay = 0)
    : Optimizer(learningRate)
{
    protected override UpdateRule Rule { get; } = new AdagradRule(learningRateDecay, initialAccumulator, epsilon, weightDecay);

    [ModuleInitializer]
    internal static void Register() => Catalog<Optimizer>.Add("Adagrad",
        "The gradient over the root of the sum of all its squares (Duchi et al. 2011).",
        s => new Adagrad(
            Schedule.Read(s), s.Float("learningRateDecay", 0, min: 0), s.Float("initialAccumulator", 0, min: 0),
            s.Float("epsilon", 1e-10f, min: 0), s.Float("weightDecay", 0))
         { Groups = ParameterGroup.Read(s) });
}

/// <summary>The rule of <see cref="Adagrad"/>. Its moment is the sum of squares, less what that begins at.</summary>
public sealed record AdagradRule(float LearningRateDecay, float InitialAccumulator, float Epsilon, float WeightDecay) : UpdateRule
{
    public override int Moments => 1;

    protected override Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step)
    {
        gradient = WeightDecay == 0 ? gradient : gradient + weight * WeightDecay;
        rate = LearningRateDecay == 0 ? rate : rate / ((step - 1) * LearningRateDecay + 1);
        Tensor sum = moments[0] + gradient.Square();
        return [weight - rate * gradient / ((sum + InitialAccumulator).Sqrt() + Epsilon), sum];
    }

    protected override UpdateRule WithWeightDecay(float weightDecay) => this with { WeightDecay = weightDecay };
}
