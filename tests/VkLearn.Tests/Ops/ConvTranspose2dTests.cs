using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class ConvTranspose2dTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 1e-5, Gradient: 3e-5, Second: 1e-4);

    // [N, C, H, W], OC, KH, KW, stride, padding, dilation, groups, outputPadding
    public static TheoryData<int[], int, int, int, int, int, int, int, int> Shapes => new()
    {
        { [1, 1, 1, 1], 1, 1, 1, 1, 0, 1, 1, 0 },
        { [2, 3, 5, 7], 5, 3, 3, 1, 1, 1, 1, 0 },
        { [2, 4, 4, 5], 17, 4, 4, 2, 1, 1, 1, 1 },
        { [2, 4, 3, 4], 6, 2, 3, 3, 1, 2, 2, 2 },
        { [1, 3, 5, 3], 4, 3, 3, 2, 2, 2, 1, 0 },  // of stride and dilation alike: half of the phases meet no tap
        { [2, 6, 5, 5], 6, 3, 3, 2, 1, 1, 6, 0 },
        { [1, 2, 3, 3], 8, 1, 1, 3, 0, 1, 1, 2 },
        { [2, 5, 3, 28], 1, 5, 5, 1, 2, 1, 1, 0 }, // few channels, many pixels a lane
        { [1, 3, 3, 14], 3, 3, 4, 2, 1, 1, 1, 0 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Agrees(int[] image, int outChannels, int height, int width, int stride, int padding, int dilation, int groups, int more) =>
        CheckOne(image, outChannels, height, width, stride, padding, dilation, groups, more);

    [Theory, InlineData("Conv2d"), InlineData("Conv2dPlain")]
    public void AgreesInEachVariant(string kernel)
    {
        using Variable choice = new("VKLEARN_CONV", kernel);
        CheckOne([2, 34, 4, 5], 17, 4, 3, 2, 1, 1, 1, 1);
        CheckOne([1, 4, 5, 3], 4, 3, 3, 2, 2, 2, 2, 0);
    }

    [Fact]
    public void AgreesAlongEachAxis()
    {
        Check("ConvTranspose2d, axes", x => [x[0].ConvTranspose2d(x[1], new WindowAxis(3, 1, 0), new WindowAxis(2, 0, 2, 2), 2, 1)],
            Tolerance, Input.Of([2, 4, 3, 5]), Input.Of([4, 5, 2, 3]));
        Check("ConvTranspose2d, axes", x => [x[0].ConvTranspose2d(x[1], new WindowAxis(1, 0, 1), new WindowAxis(4, 2, 1), groups: 2)],
            Tolerance, Input.Of([1, 4, 5, 3]), Input.Of([4, 3, 3, 4]));
        Check("ConvTranspose2d, axes", x => [x[0].ConvTranspose2d(x[1], new WindowAxis(6, 2, 1, 4), new WindowAxis(1, 1, 1))],
            Tolerance, Input.Of([1, 9, 3, 6]), Input.Of([9, 9, 3, 2]));
    }

    void CheckOne(int[] image, int outChannels, int height, int width, int stride, int padding, int dilation, int groups, int more)
    {
        int Size(int size, int taps) => (size - 1) * stride - 2 * padding + dilation * (taps - 1) + 1 + more;
        Check(new ConvTranspose2dOp(Size(image[2], height), Size(image[3], width), stride, padding, dilation, groups),
            Shape.Of(image), [image[1], outChannels / groups, height, width]);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Refused("needs images [N, C, H, W]", () => Tensor.Ones([3, 3]).ConvTranspose2d(Tensor.Ones([1, 1, 1, 1])));
        Refused("outputPadding from 0 to below the stride",
            () => Tensor.Ones([1, 1, 3, 3]).ConvTranspose2d(Tensor.Ones([1, 1, 2, 2]), stride: 2, outputPadding: 2));
        Refused("with C a multiple of groups: 2", () => Tensor.Ones([1, 3, 3, 3]).ConvTranspose2d(Tensor.Ones([3, 1, 2, 2]), groups: 2));
    }

    void Refused(string message, Func<Tensor> body) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => { Gpu.Record(body).Dispose(); }).Message);
}
