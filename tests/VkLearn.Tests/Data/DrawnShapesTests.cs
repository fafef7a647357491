using System.Security.Cryptography;
using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class DrawnShapesTests
{
    const int Bytes = 3 * DrawnShapes.Side * DrawnShapes.Side;

    [Fact]
    public void AreTheSameBytesEverywhere()
    {
        var (images, labels) = DrawnShapes.Make(1000, seed: 1);
        Assert.Equal("574174c73fc606db818bdf588ab0dcd232c536c94e916122691675aba2354eeb",
            Convert.ToHexStringLower(SHA256.HashData([.. images, .. labels])));
    }

    [Fact]
    public void DependOnSeedAndIndexAlone()
    {
        var (images, labels) = DrawnShapes.Make(200, seed: 7);
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(DrawnShapes.Draw(labels[i], seed: 7, (uint)i), images[(i * Bytes)..((i + 1) * Bytes)]);
        }

        Assert.NotEqual(images, DrawnShapes.Make(200, seed: 8).Images);
        Assert.Equal(images[..(35 * Bytes)], DrawnShapes.Make(35, seed: 7).Images);
    }

    [Theory, InlineData(10), InlineData(1234)]
    public void EachClassIsThereAsOften(int count)
    {
        byte[] labels = DrawnShapes.Make(count, seed: 5).Labels;
        int[] counts = [.. Enumerable.Range(0, 10).Select(shape => labels.Count(label => label == shape))];
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        Assert.NotEqual(Enumerable.Range(0, count).Select(i => (byte)(i % 10)), labels);
        Assert.Equal(10, DrawnShapes.ClassNames.Distinct().Count());
    }

    /// <summary>A form against the same image with another one on the same ground: what differs is where the shape is.</summary>
    [Fact]
    public void ShapesAreSeen()
    {
        for (uint index = 0; index < 100; index++)
        {
            byte[][] all = [.. Enumerable.Range(0, 10).Select(label => DrawnShapes.Draw(label, 1, index))];
            for (int label = 1; label < 10; label++)
            {
                int differs = Enumerable.Range(0, 1024).Count(i => Enumerable.Range(0, 3).Any(c =>
                    Math.Abs(all[label][c * 1024 + i] - all[0][c * 1024 + i]) > 40));
                Assert.True(differs > 4, $"{DrawnShapes.ClassNames[label]} {index} differs from the circle by {differs} pixels");
            }
        }
    }

    /// <summary>The ground is as colourful as the shape, so the colours of an image, and its mean, tell nothing.</summary>
    [Fact]
    public void ColoursDoNotTellTheClass()
    {
        float[][] means = Means(DrawnShapes.Make(3000, seed: 1));
        var (images, labels) = DrawnShapes.Make(500, seed: 2);
        int right = Enumerable.Range(0, 500).Count(i => Nearest(means, images.AsSpan(i * Bytes, Bytes)) == labels[i]);
        Assert.InRange(right, 0, 125); // a tenth by chance
    }

    [Fact]
    public void GroundsAreAsColourfulAsShapes()
    {
        var (images, _) = DrawnShapes.Make(500, seed: 3);
        for (int channel = 0; channel < 3; channel++)
        {
            double[] values = [.. images.Chunk(1024).Where((_, i) => i % 3 == channel).SelectMany(plane => plane).Select(v => v / 255.0)];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            Assert.InRange(mean, 0.45, 0.55);
            Assert.InRange(deviation, 0.2, 0.3); // uniform colours: 0.29
        }
    }

    [Theory, InlineData(-1), InlineData(10)]
    public void OtherShapesAreRefused(int label) => Assert.Throws<ArgumentOutOfRangeException>(() => DrawnShapes.Draw(label, 0, 0));

    [Fact]
    public void AnEmptySetIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => DrawnShapes.Make(0, 0));

    static float[][] Means((byte[] Images, byte[] Labels) set)
    {
        float[][] means = [.. Enumerable.Range(0, 10).Select(_ => new float[Bytes])];
        for (int i = 0; i < set.Images.Length; i++)
        {
            means[set.Labels[i / Bytes]][i % Bytes] += set.Images[i] / (set.Labels.Length / 10f);
        }

        return means;
    }

    static int Nearest(float[][] means, ReadOnlySpan<byte> image)
    {
        float[] distances = new float[means.Length];
        for (int shape = 0; shape < means.Length; shape++)
        {
            for (int i = 0; i < image.Length; i++)
            {
                distances[shape] += (means[shape][i] - image[i]) * (means[shape][i] - image[i]);
            }
        }

        return Array.IndexOf(distances, distances.Min());
    }
}
