using VkLearn.Layers;

namespace VkLearn.Models;

/// <summary>
/// A small convolutional classifier of images [N, C, H, W] whose layer before the logits is what images are compared by:
/// <see cref="Features"/>.
/// </summary>
public sealed class FeatureNet : Layer
{
    /// <summary>Numbers that it says of an image.</summary>
    public const int Size = 64;

    readonly Sequential features;
    readonly Dense head;

    /// <param name="image">[C, H, W], a side at least 4.</param>
    public FeatureNet(Shape image, int classes)
    {
        if (image.Rank != 3 || image[1] < 4 || image[2] < 4)
        {
            throw new ArgumentException($"FeatureNet: images are [C, H, W] with sides of 4 or more, received {image}.");
        }

        features = Add("features", new Sequential(
            new Conv2d(image[0], 16, 5, padding: 2), new Relu(), new MaxPool2d(2), new Conv2d(16, 32, 5, padding: 2), new Relu(),
            new MaxPool2d(2), new Dense(32 * (image[1] / 4) * (image[2] / 4), Size), new Relu()));
        head = Add("head", new Dense(Size, classes));
    }

    /// <summary>[N, C, H, W] to [N, <see cref="Size"/>].</summary>
    public Tensor Features(Tensor images) => features.Forward(images);

    /// <summary>Of features the logits of classes: [N, classes].</summary>
    public Tensor Logits(Tensor ofFeatures) => head.Forward(ofFeatures);

    protected override Tensor Apply(Tensor input) => Logits(Features(input));
}
