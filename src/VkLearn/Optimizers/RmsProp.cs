using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>
/// RMSprop (Tieleman and Hinton 2012, lecture 6.5; centred: Graves 2013, eq. 38 to 45), as PyTorch has it: the gradient over the root of
/// its square's moving average. Weight decay is added to the gradient.
/// </summary>
/// <param name="alpha">How much of the averages is kept at each update.</param>
/// <param name="momentum">How much of the last step is taken again; 0: none.</param>
/// <param name="centered">Whether the square of the gradient's own average is taken off, which leaves its variance.</param>
public sealed class RmsProp(
    Schedule learningRate, float alpha = 0.99f, float epsilon = 1e-8f, float momentum = 0, bool centered = false, float weightDecay = 0)
    : Optimizer(learningRate)
{
    protected override UpdateRule Rule { get; } = new RmsPropRule(alpha, epsilon, momentum, centered, weightDecay);

    [ModuleInitializer]
    internal static void Register() => Catalog<Optimizer>.Add("RmsProp",
        "The gradient over the root of its square's moving average (Tieleman and Hinton 2012).",
        s => new RmsProp(
            Schedule.Read(s), s.Float("alpha", 0.99f, min: 0, max: 1), s.Float("epsilon", 1e-8f, min: 0), s.Float("momentum", 0, min: 0),
            s.Flag("centered", false), s.Float("weightDecay", 0))
         { Groups = ParameterGroup.Read(s) });
}

/// <summary>The rule of <see cref="RmsProp"/>. Moments: the average square, then, where they are asked for, the average and the step.
/// </summary>
public sealed record RmsPropRule(float Alpha, float Epsilon, float Momentum, bool Centered, float WeightDecay) : UpdateRule
{
    public override int Moments => 1 + (Centered ? 1 : 0) + (Momentum == 0 ? 0 : 1);

    protected override Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step)
    {
        gradient = WeightDecay == 0 ? gradient : gradient + weight * WeightDecay;
        List<Tensor> kept = [moments[0] * Alpha + gradient.Square() * (1 - Alpha)];
        Tensor variance = kept[0];
        if (Centered)
        {
            kept.Add(moments[1] * Alpha + gradient * (1 - Alpha));
            variance = (variance - kept[1].Square()).Maximum(0f); // what is above 0 may round to less
        }

        Tensor move = gradient / (variance.Sqrt() + Epsilon);
        if (Momentum != 0)
        {
            kept.Add(move = moments[^1] * Momentum + move);
        }

        return [weight - rate * move, .. kept];
    }

    protected override UpdateRule WithWeightDecay(float weightDecay) => this with { WeightDecay = weightDecay };
}
