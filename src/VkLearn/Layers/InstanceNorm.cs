using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>
/// Each channel of each image of [N, C, ...] with mean 0 and variance 1 (Ulyanov et al. 2016), in training as in evaluation; affine: times
/// weight, plus bias.
/// </summary>
public sealed class InstanceNorm : Layer
{
    readonly int channels;
    readonly float epsilon;

    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether it has a weight and a bias; PyTorch's has neither unless asked.</param>
    /// <exception cref="ArgumentException">There is no channel, or epsilon is not above 0.</exception>
    public InstanceNorm(int channels, float epsilon = 1e-5f, bool affine = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        (this.channels, this.epsilon) = (channels, epsilon);
        Weight = affine ? Add("weight", [channels], Initializer.Ones) : null;
        Bias = affine ? Add("bias", [channels], Initializer.Zeros) : null;
    }

    /// <summary>[channels], at first ones; null unless affine.</summary>
    public Parameter? Weight { get; }

    /// <summary>[channels], at first zeros; null unless affine.</summary>
    public Parameter? Bias { get; }

    protected override Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank < 3 || input.Shape[1] != channels)
        {
            throw new ArgumentException($"InstanceNorm \"{Path}\": input {input.Shape} must be [N, {channels}, ...]."
                + (input.Shape.Rank < 3 ? "" : $" Use channels: {input.Shape[1]}."));
        }

        Tensor normalised = input.GroupNorm(channels, epsilon);
        return Weight is null ? normalised
            : normalised * Channels.Beside(Weight, input.Shape) + Channels.Beside(Bias!, input.Shape);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("InstanceNorm",
        "Each channel of each image with mean 0 and variance 1 (Ulyanov et al. 2016); affine: times weight, plus bias.",
        settings => new InstanceNorm(settings.Int("channels", min: 1), settings.Float("epsilon", 1e-5f, min: 1e-12f),
            settings.Flag("affine", false)));
}
