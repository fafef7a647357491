using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// A convolution turned round ("deconvolution", Zeiler et al. 2010): [N, C, H, W] to [N, OC, OH, OW],
/// OH = (H - 1) stride - 2 padding + dilation (kernelSize - 1) + 1 + outputPadding, and OW alike, by weights
/// [C, OC / groups, kernelSize, kernelSize].
/// </summary>
public sealed class ConvTranspose2d : ConvolutionLayer
{
    readonly int outputPadding;

    /// <param name="outputPadding">Rows and columns more, below the stride: which of the sizes that a convolution takes to H x W.</param>
    /// <param name="weight">By default He et al. 2015 for the inputs of one output.</param>
    /// <exception cref="ArgumentException">A size is below 1, or groups does not divide the channels.</exception>
    public ConvTranspose2d(int inChannels, int outChannels, int kernelSize, int stride = 1, int padding = 0, int outputPadding = 0,
        int dilation = 1, int groups = 1, bool bias = true, Initializer? weight = null)
        : base(inChannels, outChannels, new Window(kernelSize, kernelSize, stride, padding, dilation), groups)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outputPadding);
        this.outputPadding = outputPadding;
        // Of kernelSize taps along an axis one in stride meets a pixel of the result.
        int taps = Math.Max(1, kernelSize / stride);
        Weight = Add("weight", [inChannels, outChannels / groups, kernelSize, kernelSize],
            weight ?? Initializer.He(inChannels / groups * taps * taps));
        Bias = MakeBias(bias, outChannels);
    }

    private protected override Tensor Convolve(Tensor images) =>
        images.ConvTranspose2d(Weight, Window.Rows, Window.Columns, outputPadding, outputPadding, Groups);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("ConvTranspose2d",
        "A convolution turned round (Zeiler et al. 2010), which enlarges the image by its stride.",
        settings => new ConvTranspose2d(
            settings.Int("inChannels", min: 1, max: 1 << 16), settings.Int("outChannels", min: 1, max: 1 << 16),
            settings.Int("kernelSize", min: 1, max: 64), settings.Int("stride", 1, min: 1, max: 64),
            settings.Int("padding", 0, min: 0, max: 64),
            settings.Int("outputPadding", 0, min: 0, max: 63), settings.Int("dilation", 1, min: 1, max: 64),
            settings.Int("groups", 1, min: 1, max: 1 << 16), settings.Flag("bias", true),
            settings.Initializer("weight")));
}
