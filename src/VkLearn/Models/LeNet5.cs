using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Layers;

namespace VkLearn.Models;

/// <summary>
/// LeNet-5 (LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition"): images
/// [N, channels, 28, 28] to logits [N, classes]. Its 32 x 32 frame is the first convolution's padding; pools are averages and activations
/// tanh, as then, or maxima and ReLU. Its sparse second convolution is dense, its radial basis output is logits.
/// </summary>
public sealed class LeNet5 : Layer
{
    /// <param name="modern">ReLU and maximum pooling.</param>
    public LeNet5(int channels = 1, int classes = 10, bool modern = true)
    {
        Layer Activation() => modern ? new Relu() : new Tanh();
        Layer Pool() => modern ? new MaxPool2d(2) : new AvgPool2d(2);
        Layers = Add("net", new Sequential(
            new Conv2d(channels, 6, 5, padding: 2), Activation(), Pool(),
            new Conv2d(6, 16, 5), Activation(), Pool(),
            new Dense(16 * 5 * 5, 120), Activation(), new Dense(120, 84), Activation(), new Dense(84, classes)));
    }

    public Sequential Layers { get; }

    protected override Tensor Apply(Tensor input) => input.Shape.Rank == 4 && input.Shape[2] == 28 && input.Shape[3] == 28
        ? Layers.Forward(input)
        : throw new ArgumentException($"LeNet5 \"{Path}\": needs images [N, C, 28, 28], received {input.Shape}.");

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("LeNet5",
        "LeNet-5 (LeCun et al. 1998) on 28x28 images; modern: maxima and ReLU in place of averages and tanh.",
        settings => new LeNet5(
            settings.Int("channels", 1, min: 1), settings.Int("classes", 10, min: 2), settings.Flag("modern", true)));
}
