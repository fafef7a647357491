using VkLearn.Layers;

namespace VkLearn.Tests;

/// <summary>
/// A convolution 3x3, ReLU, maxima over 2x2 and a dense layer, for images of 6x6 in three classes; and the same in float64 by loops, to
/// which what is said of the layers' version is compared.
/// </summary>
sealed class SmallNet
{
    public const int Side = 6, Channels = 2, Maps = 4, Half = Side / 2, Classes = 3;

    public Conv2d Convolution { get; } = new(Channels, Maps, 3, padding: 1);

    public Dense Head { get; } = new(Maps * Half * Half, Classes);

    public Sequential Model => field ??= new(Convolution, new Relu(), new MaxPool2d(2), new Flatten(), Head);

    /// <summary>An image's maps after ReLU, [Maps, Side, Side].</summary>
    public double[] MapsOf(double[] image)
    {
        float[] weight = Convolution.Weight.ToArray(), bias = Convolution.Bias!.ToArray();
        double[] maps = new double[Maps * Side * Side];
        for (int i = 0; i < maps.Length; i++)
        {
            int map = i / (Side * Side), row = i / Side % Side, column = i % Side;
            double sum = bias[map];
            for (int tap = 0; tap < Channels * 9; tap++)
            {
                int channel = tap / 9, y = row + tap / 3 % 3 - 1, x = column + tap % 3 - 1;
                sum += y is >= 0 and < Side && x is >= 0 and < Side
                    ? weight[map * Channels * 9 + tap] * image[(channel * Side + y) * Side + x] : 0;
            }

            maps[i] = Math.Max(0, sum);
        }

        return maps;
    }

    /// <summary>The logits of maps.</summary>
    public double[] LogitsOf(double[] maps)
    {
        float[] weight = Head.Weight.ToArray(), bias = Head.Bias!.ToArray();
        double[] logits = [.. bias.Select(value => (double)value)];
        for (int i = 0; i < Maps * Half * Half; i++)
        {
            double most = maps[Greatest(maps, i)];
            for (int c = 0; c < Classes; c++)
            {
                logits[c] += most * weight[i * Classes + c];
            }
        }

        return logits;
    }

    /// <summary>A logit's slopes by the maps: the weight of what takes the maximum, and of equals that is the first.</summary>
    public double[] SlopesOf(double[] maps, int logit)
    {
        float[] weight = Head.Weight.ToArray();
        double[] slopes = new double[maps.Length];
        for (int i = 0; i < Maps * Half * Half; i++)
        {
            slopes[Greatest(maps, i)] += weight[i * Classes + logit];
        }

        return slopes;
    }

    /// <summary>Where the maximum is that a pooled pixel takes.</summary>
    static int Greatest(double[] maps, int pooled)
    {
        int corner = (pooled / (Half * Half) * Side + 2 * (pooled / Half % Half)) * Side + 2 * (pooled % Half);
        return ((int[])[corner, corner + 1, corner + Side, corner + Side + 1]).MaxBy(at => maps[at]);
    }

    /// <summary>The derivatives of a function by its argument's elements, from differences.</summary>
    public static double[] Derivatives(Func<double[], double> f, double[] at)
    {
        const double step = 1e-7;
        double Moved(int i, double by)
        {
            double[] moved = [.. at];
            moved[i] += by;
            return f(moved);
        }

        return [.. at.Select((_, i) => (Moved(i, step) - Moved(i, -step)) / (2 * step))];
    }

    /// <summary>Random images, in float32.</summary>
    public static float[] Images(int count, int seed = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count * Channels * Side * Side).Select(_ => random.NextSingle())];
    }

    /// <summary>One of them, in float64.</summary>
    public static double[] Image(float[] images, int index) =>
        [.. images.Skip(index * Channels * Side * Side).Take(Channels * Side * Side).Select(value => (double)value)];
}
