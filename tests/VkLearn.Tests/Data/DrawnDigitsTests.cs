using System.Security.Cryptography;
using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class DrawnDigitsTests
{
    const int Pixels = DrawnDigits.Side * DrawnDigits.Side;

    [Fact]
    public void AreTheSameBytesEverywhere()
    {
        var (images, labels) = DrawnDigits.Make(1000, seed: 1);
        Assert.Equal("185e3d8ba01812f8131f3f72f4c207a63a5f3c51fe89969856eefb64d27287c1",
            Convert.ToHexStringLower(SHA256.HashData([.. images, .. labels])));
    }

    [Fact]
    public void DependOnSeedAndIndexAlone()
    {
        var (images, labels) = DrawnDigits.Make(200, seed: 7);
        for (int i = 0; i < 200; i++)
            Assert.Equal(DrawnDigits.Draw(labels[i], seed: 7, (uint)i), images[(i * Pixels)..((i + 1) * Pixels)]);
        Assert.NotEqual(images, DrawnDigits.Make(200, seed: 8).Images);
    }

    [Fact]
    public void ALongerSetStartsWithAShorterOne()
    {
        var (shorter, longer) = (DrawnDigits.Make(35, seed: 3), DrawnDigits.Make(100, seed: 3));
        Assert.Equal(shorter.Images, longer.Images[..shorter.Images.Length]);
        Assert.Equal(shorter.Labels, longer.Labels[..35]);
    }

    [Theory, InlineData(10), InlineData(1000), InlineData(1234)]
    public void LabelsAreBalancedAndShuffled(int count)
    {
        byte[] labels = DrawnDigits.Make(count, seed: 5).Labels;
        int[] counts = [.. Enumerable.Range(0, 10).Select(digit => labels.Count(label => label == digit))];
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        Assert.NotEqual(Enumerable.Range(0, count).Select(i => (byte)(i % 10)), labels);
    }

    [Fact]
    public void NoTwoAreAlike()
    {
        var distinct = Enumerable.Range(0, 10)
            .SelectMany(digit => Enumerable.Range(0, 200).Select(i => Convert.ToHexString(DrawnDigits.Draw(digit, 1, (uint)i))));
        Assert.Equal(2000, distinct.Distinct().Count());
    }

    [Fact]
    public void EachDigitHasSeveralForms()
    {
        Assert.Equal(10, DigitForms.OfDigit.Length);
        Assert.All(DigitForms.OfDigit, forms => Assert.InRange(forms.Length, 5, 20));
        Assert.All(DigitForms.OfDigit.SelectMany(forms => forms).SelectMany(form => form),
            stroke => Assert.True(stroke.Length is >= 4 and <= 64 && stroke.Length % 2 == 0));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4),
        InlineData(5), InlineData(6), InlineData(7), InlineData(8), InlineData(9)]
    public void LieAsMnistDigitsLie(int digit)
    {
        double ink = 0;
        for (uint index = 0; index < 300; index++)
        {
            byte[] image = DrawnDigits.Draw(digit, seed: 11, index);
            double mass = image.Sum(grey => grey),
                x = image.Select((grey, i) => grey * (double)(i % 28)).Sum() / mass,
                y = image.Select((grey, i) => grey * (double)(i / 28)).Sum() / mass;
            Assert.InRange(x, 13.2, 14.8);    // MNIST: within half a pixel of (14, 14)
            Assert.InRange(y, 13.2, 14.8);
            Assert.Contains(image, grey => grey > 128);
            ink += mass / Pixels / 300;
        }
        Assert.InRange(ink, 15, 50);    // MNIST: 20 for a one, 45 for a zero
    }

    [Theory, InlineData(-1), InlineData(10)]
    public void OtherDigitsAreRefused(int digit) => Assert.Throws<ArgumentOutOfRangeException>(() => DrawnDigits.Draw(digit, 0, 0));

    [Fact]
    public void AnEmptySetIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => DrawnDigits.Make(0, 0));

    [Fact]
    public void ClassesCanBeToldApart()
    {
        float[][] means = Means(DrawnDigits.Make(5000, seed: 1));
        var (images, labels) = DrawnDigits.Make(1000, seed: 2);
        int right = Enumerable.Range(0, 1000).Count(i => Nearest(means, images.AsSpan(i * Pixels, Pixels)) == labels[i]);
        Assert.InRange(right, 700, 1000);    // the nearest of ten mean images; on MNIST that gets 82%
    }

    static float[][] Means((byte[] Images, byte[] Labels) set)
    {
        float[][] means = [.. Enumerable.Range(0, 10).Select(_ => new float[Pixels])];
        for (int i = 0; i < set.Images.Length; i++)
            means[set.Labels[i / Pixels]][i % Pixels] += set.Images[i] / (set.Labels.Length / 10f);
        return means;
    }

    static int Nearest(float[][] means, ReadOnlySpan<byte> image)
    {
        float[] distances = new float[means.Length];
        for (int digit = 0; digit < means.Length; digit++)
            for (int i = 0; i < image.Length; i++)
                distances[digit] += (means[digit][i] - image[i]) * (means[digit][i] - image[i]);
        return Array.IndexOf(distances, distances.Min());
    }
}
