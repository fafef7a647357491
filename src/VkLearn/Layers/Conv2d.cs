using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

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
        : this(inChannels, outChannels, new Window(kernelSize, kernelSize, stride, padding, dilation), groups, bias, weight)
    {
    }

    /// <param name="window">A kernel with sizes of its own along each axis, and padding of its own on each side.</param>
    /// <inheritdoc cref="Conv2d(int, int, int, int, int, int, int, bool, Initializer?)"/>
    public Conv2d(int inChannels, int outChannels, Window window, int groups = 1, bool bias = true, Initializer? weight = null)
        : base(inChannels, outChannels, window, groups)
    {
        int depth = inChannels / groups;
        Weight = Add("weight", [outChannels, depth, window.Height, window.Width],
            weight ?? Initializer.He(depth * window.Height * window.Width), "filter", "channel", "", "");
        Bias = MakeBias(bias, outChannels);
    }

    private protected override Tensor Convolve(Tensor images) => images.Conv2d(Weight, Window.Rows, Window.Columns, Groups);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Conv2d",
        "A convolution of images (LeCun et al. 1989), [N, C, H, W] to [N, OC, OH, OW]; rows, columns: where an axis differs.",
        settings => new Conv2d(
            settings.Int("inChannels", min: 1, max: 1 << 16), settings.Int("outChannels", min: 1, max: 1 << 16),
            settings.Window(), settings.Int("groups", 1, min: 1, max: 1 << 16), settings.Flag("bias", true),
            settings.Initializer("weight")));
}
