using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>
/// Each channel of [N, C, ...] less its mean, over its standard deviation, times weight, plus bias (Ioffe and Szegedy 2015, algorithm 1).
/// Inputs: x, weight [C], bias [C], running mean [C], running variance [C]. Outputs: y, the batch's mean and (biased) variance [C], and the
/// new running ones: what they were times 1 - Momentum plus the batch's, of the variance the unbiased one, times Momentum.
/// </summary>
public sealed record BatchNormOp(float Epsilon, float Momentum) : Op
{
    // The statistics have a kernel; what comes after is elementwise, so that an activation or a sum that follows runs with it.
    protected override Tensor[] Define(Tensor[] inputs)
    {
        (Tensor x, Tensor weight, Tensor bias) = (inputs[0], inputs[1], inputs[2]);
        Elementwise.Expect(this, "the bias", bias, weight.Shape);
        Tensor[] of = new BatchNormStatistics(Epsilon, Momentum).Apply(x, weight, inputs[3], inputs[4]);
        (Tensor mean, Tensor variance, Tensor scale, Tensor newMean, Tensor newVariance) = (of[0], of[1], of[2], of[3], of[4]);
        Tensor Beside(Tensor perChannel) => Channels.Beside(perChannel, x.Shape);
        return [(x - Beside(mean)) * Beside(scale) + Beside(bias), mean, variance, newMean, newVariance];
    }

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
    {
        if (gradients is not [{ } gradient, null, null, null, null])
        {
            return base.Backward(inputs, outputs, gradients);
        }

        Tensor[] made = new BatchNormBackward(Epsilon).Apply(inputs[0], inputs[1], outputs[1], outputs[2], gradient);
        return [made[0], made[1], made[2], null, null];
    }
}

/// <summary>
/// What <see cref="BatchNormOp"/> needs to know of its input. Inputs: x [N, C, ...], weight, running mean, running variance, [C] each.
/// Outputs, [C] each: mean, (biased) variance, weight over the standard deviation, new running mean, new running variance.
/// </summary>
public sealed record BatchNormStatistics(float Epsilon, float Momentum) : Op
{
    protected override bool ReadsInPlace(int input) => input >= 2; // who writes a channel's statistics has read the old ones

    protected override Tensor[] Define(Tensor[] inputs)
    {
        (Tensor x, Tensor weight) = (inputs[0], inputs[1]);
        Channels.Check("BatchNorm", x, weight);
        Elementwise.Expect(this, "the running mean", inputs[2], weight.Shape);
        Elementwise.Expect(this, "the running variance", inputs[3], weight.Shape);
        long count = Channels.ValuesAChannel(x.Shape);
        if (count < 2)
        {
            throw new ArgumentException($"BatchNorm: {x.Shape} has {(count == 0 ? "no" : "one")} value a channel, which has no variance. "
                + "Train with two or more in a batch, or evaluate.");
        }

        Tensor mean = Channels.Mean(x), variance = Channels.Mean((x - Channels.Beside(mean, x.Shape)).Square());
        Tensor unbiased = variance * (float)(count / (count - 1.0));
        return
        [
            mean, variance, weight * (variance + Epsilon).Rsqrt(),
            inputs[2] * (1 - Momentum) + mean * Momentum, inputs[3] * (1 - Momentum) + unbiased * Momentum,
        ];
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) => Channels.Reduce(
        pass, "BatchNormStatistics", inputs[0].Shape, Channels.IsWide(inputs[0]),
        [.. inputs.Select(input => (Arg)input), .. outputs.Select(output => (Arg)output)], [Epsilon, Momentum]);
}

/// <summary>
/// The gradient of <see cref="BatchNormOp"/> by x, weight and bias. Inputs: x, weight, the batch's mean and variance, the gradient of y.
/// With x' the normalised x: g x' summed a channel, g summed a channel, and weight / deviation (g - mean of g - x' times the mean of g x').
/// </summary>
public sealed record BatchNormBackward(float Epsilon) : Op
{
    protected override Tensor[] Define(Tensor[] inputs)
    {
        (Tensor x, Tensor weight, Tensor mean, Tensor variance, Tensor g) = (inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]);
        Channels.Check(Name, x, weight);
        Elementwise.Expect(this, "the mean", mean, weight.Shape);
        Elementwise.Expect(this, "the variance", variance, weight.Shape);
        Elementwise.Expect(this, "the gradient", g, x.Shape);
        Tensor Beside(Tensor perChannel) => Channels.Beside(perChannel, x.Shape);
        Tensor inverse = (variance + Epsilon).Rsqrt(), normalised = (x - Beside(mean)) * Beside(inverse);
        Tensor toWeight = Channels.Sum(g * normalised), toBias = Channels.Sum(g);
        float share = 1f / Channels.ValuesAChannel(x.Shape);
        Tensor toX = Beside(weight * inverse) * (g - Beside(toBias * share) - normalised * Beside(toWeight * share));
        return [toX, toWeight, toBias];
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        (Tensor x, Tensor weight, Tensor mean, Tensor variance, Tensor g) = (inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]);
        (Tensor toX, Tensor toWeight, Tensor toBias) = (outputs[0], outputs[1], outputs[2]);
        bool isWide = Channels.IsWide(x, g);
        Channels.Reduce(pass, "BatchNormSums", x.Shape, isWide, [x, g, mean, variance, toWeight, toBias], [Epsilon]);
        (int images, int channels, int size) = Channels.Of(x.Shape);
        int run = Channels.Run(pass, size, isWide);
        pass.Dispatch("BatchNormBackward", Groups.Linear(x.Shape.Count / run / (isWide ? 4 : 1), 64),
            64, [("WIDE", isWide), ("RUN", run)],
            x, g, weight, mean, variance, toWeight, toBias, toX, images, channels, size, Epsilon);
    }
}
