using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Layers;

namespace VkLearn.Models;

/// <summary>
/// The residual network for CIFAR (He, Zhang, Ren and Sun 2016, "Deep residual learning", section 4.2): a 3x3 convolution to 16 channels,
/// three stages of blocks with 16, 32 and 64, halving the image from stage to stage, a mean over it, and logits:
/// [N, channels, H, W] to [N, classes]. Shortcuts have no parameters (option A). Pre-activation: He et al. 2016, "Identity mappings".
/// </summary>
public sealed class ResNet : Layer
{
    const int Stages = 3, LayersOutside = 2, LayersABlock = 2, FirstWidth = 16;

    readonly bool preActivation;
    readonly Conv2d stem;
    readonly BatchNorm norm;
    readonly Sequential blocks;
    readonly Dense head;

    /// <param name="depth">Layers with weights: 6 n + 2, such as 20, 56 or 110.</param>
    /// <exception cref="ArgumentException">No number of blocks gives that depth.</exception>
    public ResNet(int depth = 20, int channels = 3, int classes = 10, bool preActivation = false)
    {
        const int step = Stages * LayersABlock;
        int count = (depth - LayersOutside) / step;
        if (count < 1 || count * step + LayersOutside != depth)
        {
            throw new ArgumentException(
                $"ResNet: depth must be 6 n + 2, such as 20, 32, 44, 56 or 110, received {depth}. "
                + $"Use {Math.Max(1, count) * step + LayersOutside}.", nameof(depth));
        }

        this.preActivation = preActivation;
        stem = Add("stem", new Conv2d(channels, FirstWidth, 3, padding: 1, bias: false));
        int width = FirstWidth;
        List<Layer> made = [];
        for (int stage = 0; stage < Stages; stage++)
        {
            for (int i = 0; i < count; i++)
            {
                int from = width, stride = stage > 0 && i == 0 ? 2 : 1;
                width = FirstWidth << stage;
                made.Add(new ResidualBlock(from, width, stride, preActivation));
            }
        }

        blocks = Add("blocks", new Sequential(made));
        norm = Add("norm", new BatchNorm(preActivation ? width : FirstWidth));
        head = Add("head", new Dense(width, classes));
    }

    protected override Tensor Apply(Tensor input)
    {
        Tensor x = stem.Forward(input);
        x = preActivation ? norm.Forward(blocks.Forward(x)).Relu() : blocks.Forward(norm.Forward(x).Relu());
        return head.Forward(x.GlobalAveragePool());
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("ResNet",
        "The residual network for CIFAR (He et al. 2016), three stages of blocks with 16, 32 and 64 channels; depth 6n + 2.",
        settings => new ResNet(
            settings.Int("depth", 20, min: 8, max: 6 * 200 + 2), settings.Int("channels", 3, min: 1), settings.Int("classes", 10, min: 2),
            settings.Flag("preActivation", false)));
}
