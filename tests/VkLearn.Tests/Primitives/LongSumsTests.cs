using System.Globalization;
using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Primitives;

/// <summary>
/// Sums, means, products and norms of many terms, each rounded: 0.1 everywhere, whose sum a float forgets to add to from 2^21 on. With
/// VKLEARN_TEST_LARGE=1 up to 100,000,000.
/// </summary>
public sealed class LongSumsTests(GpuFixture fixture, Compile.PlainGpu plain) : OpTests(fixture)
{
    const double Allowed = 1e-6, OfProducts = 3e-5, Tenth = 0.1f; // a product's parts are each added up term by term

    public static TheoryData<int> Lengths => Stress.IsLarge
        ? [1_000, 100_000, 1_000_000, 10_000_000, 20_000_000, 100_000_000] : [1_000, 100_000, 5_000_000];

    [Theory, MemberData(nameof(Lengths))]
    public void AreAsGoodAsShortOnes(int n)
    {
        (string Name, Func<Tensor> Of, double Wanted)[] sums =
        [
            ("sum of a row", () => Tensor.Full([1, n], 0.1f).Sum(1), n * Tenth),
            ("sum of a column", () => Tensor.Full([n, 2], 0.1f).Sum(0), n * Tenth),
            ("sum of all", () => Tensor.Full([n], 0.1f).Sum(), n * Tenth),
            ("mean of a column", () => Tensor.Full([n, 2], 0.1f).Mean(0), Tenth),
            ("product", () => Tensor.Full([2, n], 0.1f).MatMul(Tensor.Full([n, 3], 1)), n * Tenth),
            ("product, turned", () => Tensor.Full([n, 2], 0.1f).Transpose().MatMul(Tensor.Full([3, n], 1).Transpose()), n * Tenth),
            ("product of a row", () => Tensor.Full([1, n], 0.1f).MatMul(Tensor.Full([n, 3], 1)), n * Tenth),
            ("norm", () => Tensor.Full([n], 0.1f).Square().Sum().Sqrt(), Math.Sqrt(n * Tenth * Tenth)),
        ];
        foreach ((string name, Func<Tensor> of, double wanted) in sums)
        {
            using Recording recording = plain.Gpu.Record(() => of());
            recording.Replay();
            double error = recording.Result.ToArray().Max(value => Math.Abs(value / wanted - 1));
            Console.Write(string.Create(CultureInfo.InvariantCulture, $"{name,-24}{n,12:n0}  {error:0.0e-00}\n"));
            double allowed = name.StartsWith("product", StringComparison.Ordinal) ? OfProducts : Allowed;
            Assert.True(error <= allowed, $"{name} of {n}: relative error {error:g3}");
        }
    }

    /// <summary>What a convolution's weights and biases are moved by is a sum over all items and places: of weights, added up term by term
    /// within an image, 16,384 here.</summary>
    [Fact]
    public void AWeightOfAConvolutionTakesAllItsPlaces()
    {
        const int count = 64, side = 128;
        const double terms = (double)count * side * side, ofWeights = 2e-4;
        Conv2d layer = new(3, 5, kernelSize: 1);
        using Recording recording = plain.Gpu.Record(() =>
            layer.Forward(Tensor.Full([count, 3, side, side], 0.1f)).Sum().Gradients(of: layer));
        recording.Replay();
        Assert.InRange(recording.Results[0].ToArray().Max(value => Math.Abs(value / (terms * Tenth) - 1)), 0, ofWeights);
        Assert.InRange(recording.Results[1].ToArray().Max(value => Math.Abs(value / terms - 1)), 0, Allowed);
    }

    [Theory, InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity), InlineData(float.NaN), InlineData(3e38f)]
    public void WhatIsNoNumberStays(float odd)
    {
        float[] x = new float[1000];
        x[500] = odd;
        Assert.Equal([odd], Run(inputs => inputs[0].Sum().Reshape([1]), Tensor.From(x, [1000])));
    }
}
