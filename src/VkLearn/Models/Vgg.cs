using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Layers;

namespace VkLearn.Models;

/// <summary>
/// A small VGG (Simonyan and Zisserman 2015): stages of two 3x3 convolutions, each normalised by its batch, a maximum pool after each
/// stage, then a mean over what is left of the image: [N, channels, H, W] to logits [N, classes].
/// </summary>
public sealed class Vgg : Layer
{
    /// <param name="widths">Channels of each stage.</param>
    /// <exception cref="ArgumentException">There is no stage.</exception>
    public Vgg(int channels = 3, int classes = 10, params IReadOnlyList<int> widths)
    {
        widths = widths.Count > 0 ? widths : [32, 64, 128];
        List<Layer> layers = [];
        foreach (int width in widths)
        {
            for (int i = 0; i < 2; i++)
            {
                layers.AddRange([new Conv2d(channels, width, 3, padding: 1, bias: false), new BatchNorm(width), new Relu()]);
                channels = width;
            }

            layers.Add(new MaxPool2d(2));
        }

        Layers = Add("net", new Sequential([.. layers, new GlobalAveragePool(), new Dense(channels, classes)]));
    }

    public Sequential Layers { get; }

    protected override Tensor Apply(Tensor input) => Layers.Forward(input);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Vgg",
        "A small VGG (Simonyan and Zisserman 2015): stages of two 3x3 convolutions, batch norms and a pool, then a mean.",
        settings => new Vgg(
            settings.Int("channels", 3, min: 1), settings.Int("classes", 10, min: 2), settings.Ints("widths", [32, 64, 128])));
}
