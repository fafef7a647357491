using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// A convolution [N, C, H, W] to [N, OC, OH, OW], OH = (H + 2 padding - dilation (kernelSize - 1) - 1) / stride + 1 rounded down, and OW
/// alike (LeCun et al. 1989), by weights [OC, C / groups, kernelSize, kernelSize]. The bias and the activation that follows run in the
/// convolution's kernel.
/// </summary>
public sealed class Conv2d : ConvolutionLayer
{
    /// <param name="groups">Into how many the channels are cut, each convolved by itself; inChannels: depthwise.</param>
    /// <param name="weight">By default He et al. 2015 for the inputs of one output.</param>
    /// <exception cref="ArgumentException">A size is below 1, or groups does not divide the channels.</exception>
    public Conv2d(int inChannels, int outChannels, int kernelSize, int stride = 1, int padding = 0, int dilation = 1, int groups = 1,
        bool bias = true, Initializer? weight = null)
        : base(inChannels, outChannels, kernelSize, stride, padding, dilation, groups)
    {
        int depth = inChannels / groups;
        Weight = Add("weight", [outChannels, depth, kernelSize, kernelSize], weight ?? Initializer.He(depth * kernelSize * kernelSize));
        Bias = MakeBias(bias, outChannels);
    }

    private protected override Tensor Convolve(Tensor images) => images.Conv2d(Weight, Stride, Padding, Dilation, Groups);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Conv2d",
        "A convolution of images (LeCun et al. 1989): [N, C, H, W] to [N, OC, OH, OW].",
        settings => new Conv2d(
            settings.Int("inChannels", min: 1, max: 1 << 16), settings.Int("outChannels", min: 1, max: 1 << 16),
            settings.Int("kernelSize", min: 1, max: 64), settings.Int("stride", 1, min: 1, max: 64),
            settings.Int("padding", 0, min: 0, max: 64),
            settings.Int("dilation", 1, min: 1, max: 64), settings.Int("groups", 1, min: 1, max: 1 << 16), settings.Flag("bias", true)));
}
