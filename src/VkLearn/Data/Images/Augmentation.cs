using System.Globalization;
using VkLearn.Formats;
using VkLearn.Ops;
using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Data;

/// <summary>
/// Images that differ from those there are and show the same: in training each image of a batch is shifted, mirrored, turned and bent, in
/// a new random way each step. From the RNG clock, so that a step has the same bits whenever it is made.
/// </summary>
/// <param name="Crop">Pixels of padding around the image that a window of its size is cropped from.</param>
/// <param name="Flip">Whether each second is mirrored, left for right.</param>
/// <param name="Rotation">At most as many degrees each way.</param>
/// <param name="Alpha">How strongly images are bent: elastic deformation of P. Simard, D. Steinkraus and J. Platt, "Best Practices for
/// Convolutional Neural Networks Applied to Visual Document Analysis", ICDAR 2003. Random numbers from -1 to 1, smoothed by a Gaussian of
/// sum 1, times this are how far each pixel moves, in pixels. The paper uses 34 and 4 on MNIST: 1.4 pixels on the average.</param>
/// <param name="Sigma">The Gaussian's standard deviation, in pixels.</param>
public sealed record Augmentation(int Crop = 0, bool Flip = false, float Rotation = 0, float Alpha = 0, float Sigma = 4)
{
    bool Moves => Crop != 0 || Flip || Rotation != 0;

    /// <summary>The images [N, C, H, W], augmented; themselves where nothing is to be done. Whatever the recording is for.</summary>
    /// <exception cref="ArgumentException">They are no images, or a number is out of its range.</exception>
    public Tensor Apply(Tensor images)
    {
        if (!(float.IsFinite(Alpha) && Alpha >= 0 && float.IsFinite(Sigma) && Sigma > 0))
        {
            throw new ArgumentException($"Augmentation: alpha must be 0 or more and sigma above 0 pixels, received {Alpha} and {Sigma}.");
        }

        if (!Moves && Alpha == 0)
        {
            return images;
        }

        if (images.Shape.Rank != 4)
        {
            throw new ArgumentException($"Augmentation: needs images [N, C, H, W], received {images}. Reshape them.");
        }

        Augment op = new(Crop, Flip, Rotation);
        Tensor numbers = Random.Uniform([images.Shape[0], Augment.Numbers]);
        return Alpha == 0 ? op.Apply(images, numbers)[0] : op.Apply(images, numbers, Displacement(images.Shape))[0];
    }

    /// <summary>How far each pixel is moved: [N, 2, H, W], rows then columns.</summary>
    internal Tensor Displacement(Shape images)
    {
        (int n, int height, int width) = (images[0], images[2], images[3]);
        Tensor random = Random.Uniform([2 * n, height, width]) * 2 - 1;
        Tensor smooth = new MatMul().Apply(Gaussian(height, Alpha), random.MatMul(Gaussian(width, 1)))[0];
        return smooth.Reshape([n, 2, height, width]);
    }

    /// <summary>
    /// [size, size]: its product with a line of pixels is the line smoothed by a Gaussian of sum 1, times a factor; what lies outside the
    /// line counts as 0.
    /// </summary>
    Tensor Gaussian(int size, float factor)
    {
        const int tails = 6; // deviations: beyond there is nothing that a float could hold beside 1
        double sum = Enumerable.Range(0, (int)Math.Ceiling(tails * Sigma) + 1).Sum(i => Weight(i) * (i == 0 ? 1 : 2));
        return Tensor.From([.. Enumerable.Range(0, size * size).Select(i => (float)(factor * Weight(i / size - i % size) / sum))],
            [size, size]);

        double Weight(int distance) => Math.Exp(-0.5 * distance * distance / ((double)Sigma * Sigma));
    }

    /// <summary>
    /// <c>{"crop": 4, "flip": true, "rotation": 10, "elastic": {"alpha": 34, "sigma": 4}}</c>, each by itself or not at all.
    /// </summary>
    /// <exception cref="SettingsException">Something else.</exception>
    public static Augmentation Read(Settings settings)
    {
        Augmentation read = new(settings.Int("crop", 0, min: 0), settings.Flag("flip", false), settings.Float("rotation", 0, 0, 180));
        if (settings.Child("elastic") is { } elastic)
        {
            read = read with { Alpha = elastic.Float("alpha", min: 0), Sigma = elastic.Float("sigma", min: 0.1f, max: 1000) };
            elastic.RefuseUnknown();
        }

        settings.RefuseUnknown();
        return read;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"crop {Crop}, flip {Flip}, rotation {Rotation:R}, elastic {Alpha:R} {Sigma:R}");
}
