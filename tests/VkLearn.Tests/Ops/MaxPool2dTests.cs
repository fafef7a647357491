using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class MaxPool2dTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0);

    [Theory, InlineData(2, 2, 2, 0, 6, 8), InlineData(2, 2, 2, 0, 7, 5), InlineData(2, 2, 2, 1, 5, 6), InlineData(3, 3, 2, 1, 7, 6),
        InlineData(3, 3, 1, 1, 5, 3), InlineData(1, 1, 1, 0, 3, 2), InlineData(2, 3, 4, 1, 9, 11), InlineData(3, 2, 2, 0, 5, 7)]
    public void Agrees(int kernelRows, int kernelCols, int stride, int padding, int rows, int cols)
    {
        Window window = new(kernelRows, kernelCols, stride, padding);
        Shape image = [2, 3, rows, cols];
        (int outRows, int outCols) = window.Over(image, "MaxPool2d");
        Check(new MaxPool2dOp(window), [image]);
        Check(new MaxPool2dBackward(window), Tolerance with { Forward = 1e-6 }, Input.Of(image), Input.Of([2, 3, outRows, outCols]));
    }

    // Stride, padding and dilation of their own along each axis, padding of its own on each side.
    public static TheoryData<Window> Windows => new()
    {
        new Window(2, 3, new(2, 1, 0), new(3, 0, 1)),
        new Window(3, 2, new(1, 1, 1), new(2, 1, 0)),
        new Window(1, 3, new(1), new(2, 0, 1)),
        new Window(2, 2, new(3, 0, 1), new(2, 1, 1)),
        new Window(2, 3, new(2, 1, 1, Dilation: 2), new(1, 0, 1, Dilation: 3)),
        new Window(3, 2, new(1, 0, 0, Dilation: 2), new(3, 1, 0)),
    };

    [Theory, MemberData(nameof(Windows))]
    public void AgreesAlongEachAxis(Window window)
    {
        Shape image = [2, 3, 7, 9];
        (int rows, int cols) = window.Over(image, "MaxPool2d");
        Check(new MaxPool2dOp(window), [image]);
        Check(new MaxPool2dBackward(window), Tolerance with { Forward = 1e-6 }, Input.Of(image), Input.Of([2, 3, rows, cols]));
    }

    // More pixels than a round of all invocations makes.
    [Theory, InlineData(2), InlineData(3)]
    public void OfALargeImage(int kernel) =>
        Check(new MaxPool2dOp(new Window(kernel, kernel, 2)), Tolerance with { Smooth = false }, Input.Of([3, 5, 67, 65]));

    [Fact]
    public void TiesGiveTheGradientToTheFirst()
    {
        Tensor x = Tensor.From([1f, 5, 5, 5, 5, 5, 2, 5], [1, 1, 2, 4]);
        Assert.Equal([0, 1, 1, 0, 0, 0, 0, 0], Run(inputs => inputs[0].MaxPool2d(2).Sum().Gradients(inputs[0])[0], x));
        Assert.Equal([0, 2, 1, 0, 0, 0, 0, 0], Run(inputs => inputs[0].MaxPool2d(2, stride: 1).Sum().Gradients(inputs[0])[0], x));
    }

    [Fact]
    public void NanPasses()
    {
        float[] x = [1, float.NaN, 3, 4, 5, 6, 7, float.NegativeInfinity];
        Assert.Equal([float.NaN, 7], Run(inputs => inputs[0].MaxPool2d(2), Tensor.From(x, [1, 1, 2, 4])));
        Assert.Equal([0, 1, 0, 0, 0, 0, 1, 0], Run(
            inputs => inputs[0].MaxPool2d(2).Sum().Gradients(inputs[0])[0], Tensor.From(x, [1, 1, 2, 4])));
    }

    [Fact]
    public void WhatIsNoImageOrMissesItIsRefused()
    {
        Tensor image = Tensor.Ones([1, 2, 4, 4]);
        Assert.Contains("needs Float32 images [N, C, H, W], received [4, 4]", Refusal(() => Tensor.Ones([4, 4]).MaxPool2d(2)));
        Assert.Contains("does not fit an image of 4 x 4", Refusal(() => image.MaxPool2d(5)));
        Assert.Contains("Use padding: 1 or less", Refusal(() => image.MaxPool2d(2, padding: 2)));
        Assert.Contains("see nothing but padding", Refusal(() => Tensor.Ones([1, 1, 2, 4]).MaxPool2d(
            new Window(2, 2, new(1, 1, 1, Dilation: 3), new(2)))));
        Assert.Contains("stride", Refusal(() => image.MaxPool2d(2, stride: 0)));
    }

    static string Refusal(Action act) => Assert.Throws<ArgumentException>(act).Message;
}
