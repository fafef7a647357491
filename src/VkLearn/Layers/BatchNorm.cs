using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>
/// Each channel of [N, C, ...] with mean 0 and variance 1, times weight, plus bias (Ioffe and Szegedy 2015). In training by the batch's
/// mean and variance, of which it keeps running ones, each time that it runs: twice in a step that shows it two batches. In evaluation by
/// those: a scale and a shift, which run in the epilogue of what comes before.
/// </summary>
public sealed class BatchNorm : Layer
{
    readonly float momentum, epsilon;

    /// <param name="momentum">What a batch gives to the running mean and variance.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ArgumentException">There is no channel, or a number is out of its range.</exception>
    public BatchNorm(int channels, float momentum = 0.1f, float epsilon = 1e-5f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        this.momentum = momentum is >= 0 and <= 1 ? momentum
            : throw new ArgumentException($"BatchNorm: momentum must be from 0 to 1, received {momentum}.", nameof(momentum));
        this.epsilon = epsilon;
        Weight = Add("weight", [channels], Initializer.Ones, "channel");
        Bias = Add("bias", [channels], Initializer.Zeros, "channel");
        Mean = AddState("mean", [channels]);
        Variance = AddState("variance", [channels], 1);
    }

    /// <summary>[channels], at first ones.</summary>
    public Parameter Weight { get; }

    /// <summary>[channels], at first zeros.</summary>
    public Parameter Bias { get; }

    /// <summary>[channels]: the running mean.</summary>
    public State Mean { get; }

    /// <summary>[channels]: the running variance, unbiased.</summary>
    public State Variance { get; }

    protected override Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank < 2 || input.Shape[1] != Weight.Shape[0])
        {
            throw new ArgumentException(
                $"BatchNorm \"{Path}\": input {input.Shape} must be [N, {Weight.Shape[0]}, ...]."
                + (input.Shape.Rank < 2 ? "" : $" Use channels: {input.Shape[1]}."));
        }

        return IsTraining ? ByBatch(input) : ByRunning(input);
    }

    Tensor ByBatch(Tensor input)
    {
        Tensor[] made = new Ops.BatchNormOp(epsilon, momentum).Apply(input, Weight, Bias, Mean, Variance);
        Mean.Assign(made[3]);
        Variance.Assign(made[4]);
        return made[0];
    }

    Tensor ByRunning(Tensor input)
    {
        Tensor scale = Weight * (Variance.Value + epsilon).Rsqrt(), shift = Bias - Mean * scale;
        return input * Channels.Beside(scale, input.Shape) + Channels.Beside(shift, input.Shape);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("BatchNorm",
        "Each channel with mean 0 and variance 1 over the batch, times weight, plus bias (Ioffe and Szegedy 2015).",
        settings => new BatchNorm(
            settings.Int("channels", min: 1), settings.Float("momentum", 0.1f, min: 0, max: 1),
            settings.Float("epsilon", 1e-5f, min: 1e-12f)));
}
