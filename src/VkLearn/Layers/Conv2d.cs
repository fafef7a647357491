using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// A convolution [N, C, H, W] to [N, OC, OH, OW], OH = (H + 2 padding - dilation (kernelSize - 1) - 1) / stride + 1 rounded down, and OW
/// alike (LeCun et al. 1989). The bias and the activation that follows run in the convolution's kernel.
/// </summary>
public sealed class Conv2d : Layer
{
    readonly int inChannels, stride, padding, dilation, groups;

    /// <param name="groups">Into how many the channels are cut, each convolved by itself; inChannels: depthwise.</param>
    /// <param name="weight">By default He et al. 2015 for the inputs of one output.</param>
    /// <exception cref="ArgumentException">A size is below 1, or groups does not divide the channels.</exception>
    public Conv2d(int inChannels, int outChannels, int kernelSize, int stride = 1, int padding = 0, int dilation = 1, int groups = 1,
        bool bias = true, Initializer? weight = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernelSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfLessThan(dilation, 1);
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException(
                $"Conv2d: groups must divide inChannels: {inChannels} and outChannels: {outChannels}, received {groups}.", nameof(groups));
        }

        (this.inChannels, this.stride, this.padding, this.dilation, this.groups) = (inChannels, stride, padding, dilation, groups);
        int depth = inChannels / groups;
        Weight = Add("weight", [outChannels, depth, kernelSize, kernelSize],
            weight ?? Initializer.He(depth * kernelSize * kernelSize));
        Bias = bias ? Add("bias", [outChannels], Initializer.Zeros) : null;
    }

    /// <summary>[outChannels, inChannels / groups, kernelSize, kernelSize].</summary>
    public Parameter Weight { get; }

    /// <summary>[outChannels]; null without bias.</summary>
    public Parameter? Bias { get; }

    protected override Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank != 4 || input.Shape[1] != inChannels)
        {
            throw new ArgumentException(
                $"Conv2d \"{Path}\": needs images [N, {inChannels}, H, W] for weight {Weight.Shape}, received {input.Shape}."
                + (input.Shape.Rank == 4 ? $" Use inChannels: {input.Shape[1]}." : ""));
        }

        Tensor product = input.Conv2d(Weight, stride, padding, dilation, groups);
        return Bias is null ? product : product + Bias.Value.Reshape([Bias.Shape[0], 1, 1]);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Conv2d", settings => new Conv2d(
        settings.Int("inChannels", min: 1, max: 1 << 16), settings.Int("outChannels", min: 1, max: 1 << 16),
        settings.Int("kernelSize", min: 1, max: 64), settings.Int("stride", 1, min: 1, max: 64),
        settings.Int("padding", 0, min: 0, max: 64),
        settings.Int("dilation", 1, min: 1, max: 64), settings.Int("groups", 1, min: 1, max: 1 << 16), settings.Flag("bias", true)));
}
