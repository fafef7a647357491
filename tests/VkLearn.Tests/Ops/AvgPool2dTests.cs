using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class AvgPool2dTests(GpuFixture fixture) : OpTests(fixture)
{
    // Sums of terms of both signs.
    protected override Tolerance Tolerance => new(Forward: 3e-6, Gradient: 5e-6);

    [Theory, InlineData(2, 2, 2, 0, 6, 8), InlineData(2, 2, 2, 1, 5, 6), InlineData(3, 3, 2, 1, 7, 6), InlineData(3, 3, 1, 1, 5, 3),
        InlineData(1, 1, 1, 0, 3, 2), InlineData(2, 3, 4, 1, 9, 11)]
    public void Agrees(int kernelRows, int kernelCols, int stride, int padding, int rows, int cols)
    {
        Window window = new(kernelRows, kernelCols, stride, padding);
        Shape image = [2, 3, rows, cols];
        (int outRows, int outCols) = window.Over(image, "AvgPool2d");
        foreach (bool countPadding in (bool[])[true, false])
        {
            Check(new AvgPool2dOp(window, countPadding), [image]);
            Check(new AvgPool2dBackward(window, countPadding, image), [[2, 3, outRows, outCols]]);
        }
    }

    // Stride and padding of their own along each axis, padding of its own on each side.
    public static TheoryData<Window> Windows => new()
    {
        new Window(2, 3, new(2, 1, 0), new(3, 0, 1)),
        new Window(3, 2, new(1, 1, 1), new(2, 1, 0)),
        new Window(1, 3, new(1), new(2, 0, 1)),
        new Window(2, 2, new(3, 0, 1), new(2, 1, 1)),
    };

    [Theory, MemberData(nameof(Windows))]
    public void AgreesAlongEachAxis(Window window)
    {
        Shape image = [2, 3, 7, 9];
        (int rows, int cols) = window.Over(image, "AvgPool2d");
        foreach (bool countPadding in (bool[])[true, false])
        {
            Check(new AvgPool2dOp(window, countPadding), [image]);
            Check(new AvgPool2dBackward(window, countPadding, image), [[2, 3, rows, cols]]);
        }
    }

    // More windows, pixels and cells than a round of all invocations makes.
    [Theory, InlineData(2, 2), InlineData(1, 2), InlineData(3, 2)]
    public void OfALargeImage(int kernel, int stride) =>
        Check(new AvgPool2dOp(new Window(kernel, kernel, stride)), Tolerance with { Smooth = false }, Input.Of([3, 5, 67, 65]));

    [Theory, InlineData(1, 1, 1, 1), InlineData(2, 3, 5, 7), InlineData(3, 33, 8, 8)]
    public void TheMeanOfEachChannel(int n, int c, int rows, int cols) =>
        Check("GlobalAveragePool", x => [x[0].GlobalAveragePool()], Tolerance, Input.Of([n, c, rows, cols]));

    [Fact]
    public void NanPasses() => Assert.Equal([float.NaN, 5.5f], Run(
        inputs => inputs[0].AvgPool2d(2), Tensor.From([1, float.NaN, 3, 4, 5, 6, 7, 8], [1, 1, 2, 4])));

    [Fact]
    public void WhatIsNoImageIsRefused()
    {
        Assert.Contains("a mean has no dilation", Assert.Throws<ArgumentException>(
            () => Tensor.Ones([1, 1, 4, 4]).AvgPool2d(new Window(2, 2, dilation: 2))).Message);
        Assert.Contains("needs Float32 images", Assert.Throws<ArgumentException>(() => Tensor.Ones([4, 4]).AvgPool2d(2)).Message);
        Assert.Contains("needs images", Assert.Throws<ArgumentException>(() => Tensor.Ones([4, 4]).GlobalAveragePool()).Message);
    }
}
