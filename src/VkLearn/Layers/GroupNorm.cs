using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>
/// Each image of [N, C, ...] with mean 0 and variance 1 in groups of neighbouring channels, times weight, plus bias (Wu and He 2018). As
/// many groups as channels: instance normalisation (Ulyanov et al. 2016).
/// </summary>
public sealed class GroupNorm : Layer
{
    readonly int groups;
    readonly float epsilon;

    /// <param name="groups">Divides the channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels, or a number is out of its range.</exception>
    public GroupNorm(int groups, int channels, float epsilon = 1e-5f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        this.groups = channels % groups == 0 ? groups
            : throw new ArgumentException($"GroupNorm: {groups} groups do not divide {channels} channels.", nameof(groups));
        this.epsilon = epsilon;
        Weight = Add("weight", [channels], Initializer.Ones);
        Bias = Add("bias", [channels], Initializer.Zeros);
    }

    /// <summary>[channels], at first ones.</summary>
    public Parameter Weight { get; }

    /// <summary>[channels], at first zeros.</summary>
    public Parameter Bias { get; }

    protected override Tensor Apply(Tensor input) => input.Shape.Rank >= 2 && input.Shape[1] == Weight.Shape[0]
        ? input.GroupNorm(groups, epsilon) * Channels.Beside(Weight, input.Shape) + Channels.Beside(Bias, input.Shape)
        : throw new ArgumentException(
            $"GroupNorm \"{Path}\": input {input.Shape} must be [N, {Weight.Shape[0]}, ...]."
            + (input.Shape.Rank < 2 ? "" : $" Use channels: {input.Shape[1]}."));

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("GroupNorm",
        "Each image with mean 0 and variance 1 in groups of channels, times weight, plus bias (Wu and He 2018).",
        settings =>
        {
            (int groups, int channels) = (settings.Int("groups", min: 1), settings.Int("channels", min: 1));
            return channels % groups == 0 ? new GroupNorm(groups, channels, settings.Float("epsilon", 1e-5f, min: 1e-12f))
                : throw settings.Error($"{groups} groups do not divide {channels} channels.", "groups");
        });
}
