using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// A convolution turned round ("deconvolution", Zeiler et al. 2010): [N, C, H, W] to [N, OC, OH, OW],
/// OH = (H - 1) stride - 2 padding + dilation (kernelSize - 1) + 1 + outputPadding, and OW alike.
/// </summary>
public sealed class ConvTranspose2d : Layer
{
    readonly int inChannels, stride, padding, outputPadding, dilation, groups;

    /// <param name="outputPadding">Rows and columns more, below the stride: which of the sizes that a convolution takes to H x W.</param>
    /// <param name="weight">By default He et al. 2015 for the inputs of one output.</param>
    /// <exception cref="ArgumentException">A size is below 1, or groups does not divide the channels.</exception>
    public ConvTranspose2d(int inChannels, int outChannels, int kernelSize, int stride = 1, int padding = 0, int outputPadding = 0,
        int dilation = 1, int groups = 1, bool bias = true, Initializer? weight = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernelSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfNegative(outputPadding);
        ArgumentOutOfRangeException.ThrowIfLessThan(dilation, 1);
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException(
                $"ConvTranspose2d: groups must divide inChannels: {inChannels} and outChannels: {outChannels}, received {groups}.",
                nameof(groups));
        }

        (this.inChannels, this.stride, this.padding, this.outputPadding) = (inChannels, stride, padding, outputPadding);
        (this.dilation, this.groups) = (dilation, groups);
        // Of kernelSize taps along an axis one in stride meets a pixel of the result.
        int taps = Math.Max(1, kernelSize / stride);
        Weight = Add("weight", [inChannels, outChannels / groups, kernelSize, kernelSize],
            weight ?? Initializer.He(inChannels / groups * taps * taps));
        Bias = bias ? Add("bias", [outChannels], Initializer.Zeros) : null;
    }

    /// <summary>[inChannels, outChannels / groups, kernelSize, kernelSize].</summary>
    public Parameter Weight { get; }

    /// <summary>[outChannels]; null without bias.</summary>
    public Parameter? Bias { get; }

    protected override Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank != 4 || input.Shape[1] != inChannels)
        {
            throw new ArgumentException(
                $"ConvTranspose2d \"{Path}\": needs images [N, {inChannels}, H, W] for weight {Weight.Shape}, received {input.Shape}."
                + (input.Shape.Rank == 4 ? $" Use inChannels: {input.Shape[1]}." : ""));
        }

        Tensor product = input.ConvTranspose2d(Weight, stride, padding, outputPadding, dilation, groups);
        return Bias is null ? product : product + Bias.Value.Reshape([Bias.Shape[0], 1, 1]);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("ConvTranspose2d", settings => new ConvTranspose2d(
        settings.Int("inChannels", min: 1, max: 1 << 16), settings.Int("outChannels", min: 1, max: 1 << 16),
        settings.Int("kernelSize", min: 1, max: 64), settings.Int("stride", 1, min: 1, max: 64),
        settings.Int("padding", 0, min: 0, max: 64),
        settings.Int("outputPadding", 0, min: 0, max: 63), settings.Int("dilation", 1, min: 1, max: 64),
        settings.Int("groups", 1, min: 1, max: 1 << 16), settings.Flag("bias", true)));
}
