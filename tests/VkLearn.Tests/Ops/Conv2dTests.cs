using VkLearn.Compile;
using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class Conv2dTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 1e-5, Gradient: 3e-5, Second: 1e-4);

    // [N, C, H, W], OC, KH, KW, stride, padding, dilation, groups
    public static TheoryData<int[], int, int, int, int, int, int, int> Shapes => new()
    {
        { [1, 1, 1, 1], 1, 1, 1, 1, 0, 1, 1 },
        { [2, 3, 7, 9], 5, 3, 3, 1, 1, 1, 1 },
        { [3, 4, 8, 8], 16, 3, 3, 2, 1, 1, 1 },
        { [2, 5, 9, 7], 17, 5, 2, 3, 2, 1, 1 },
        { [2, 4, 11, 10], 6, 2, 3, 1, 2, 2, 2 },
        { [2, 4, 12, 12], 8, 3, 3, 2, 2, 2, 1 },
        { [2, 6, 7, 7], 6, 3, 3, 1, 1, 1, 6 },
        { [2, 8, 6, 5], 8, 1, 1, 2, 0, 1, 2 },
        { [1, 2, 33, 3], 33, 4, 1, 3, 1, 3, 1 },
        { [2, 2, 5, 28], 1, 5, 5, 1, 2, 1, 1 }, // few channels, many pixels a lane
        { [2, 3, 4, 32], 2, 3, 3, 1, 1, 1, 1 },
        { [1, 4, 4, 10], 3, 2, 4, 1, 1, 1, 1 },
        { [2, 2, 3, 24], 4, 3, 5, 2, 2, 1, 1 },
        { [1, 1, 3, 3], 4, 5, 5, 1, 1, 1, 1 }, // larger than the image, not than the padded one
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Agrees(int[] image, int outChannels, int height, int width, int stride, int padding, int dilation, int groups) =>
        CheckAll(image, outChannels, height, width, stride, padding, dilation, groups);

    [Theory, InlineData("Conv2d"), InlineData("Conv2dPlain")]
    public void AgreesInEachVariant(string kernel)
    {
        using Variable choice = new("VKLEARN_CONV", kernel);
        CheckAll([2, 3, 7, 9], 5, 3, 3, 1, 1, 1, 1);
        CheckAll([2, 4, 12, 11], 34, 3, 2, 2, 2, 2, 2);
    }

    /// <summary>All but the smallest, which small convolutions take anyway.</summary>
    public static TheoryData<string> Tiles => [.. ConvolutionTile.Names.SkipLast(1)];

    /// <summary>Forward, transposed and by the weights, of two groups, with rows and columns of a tile beyond the last.</summary>
    [Theory, MemberData(nameof(Tiles))]
    public void AgreesInEachTile(string kernel)
    {
        using Variable choice = new("VKLEARN_CONV", kernel);
        Tolerance once = Tolerance with { Differentiable = false }; // a driver of a CPU compiles such a tile for seconds
        Window window = new(3, 2, 2, 1);
        Check("Conv2d", x => new Conv2dOp(2, 1, groups: 2).Apply(x), once, Input.Of([2, 6, 9, 11]), Input.Of([140, 3, 3, 2]));
        Check("Conv2d to x", x => new ConvTranspose2dOp(9, 11, 2, 1, groups: 2).Apply(x), once,
            Input.Of([2, 6, 5, 6]), Input.Of([6, 70, 3, 2]));
        Check("Conv2d to weight", x => [Conv2dWeightGradient.Of(x[0], x[1], window, 2)], once,
            Input.Of([2, 90, 9, 11]), Input.Of([2, 140, 5, 6]));
    }

    // [N, C, H, W], OC, groups, window: stride, padding before and after, dilation of their own along each axis
    public static TheoryData<int[], int, int, Window> Windows => new()
    {
        { [2, 3, 7, 9], 5, 1, new Window(3, 2, new(2, 1, 0), new(1, 0, 2)) },
        { [2, 4, 8, 10], 6, 2, new Window(2, 3, new(1, 0, 2, Dilation: 2), new(3, 2, 1)) },
        { [2, 6, 5, 12], 6, 6, new Window(3, 3, new(1, 2, 0), new(2, 1, 1, Dilation: 3)) },
        { [1, 2, 1, 20], 9, 1, new Window(1, 5, new(1), new(2, 4, 1, Dilation: 2)) }, // of one line, as a Conv1d
        { [2, 5, 9, 8], 17, 1, new Window(3, 3, new(3, 0, 1, Dilation: 2), new(2, 1, 0, Dilation: 2)) },
    };

    [Theory, MemberData(nameof(Windows))]
    public void AgreesAlongEachAxis(int[] image, int outChannels, int groups, Window window) =>
        CheckAll(Shape.Of(image), outChannels, groups, window);

    /// <summary>Forward, and by its gradients transposed and by the weights.</summary>
    [Theory, InlineData("Conv2d"), InlineData("Conv2dPlain")]
    public void AgreesAlongEachAxisInEachVariant(string kernel)
    {
        using Variable choice = new("VKLEARN_CONV", kernel);
        Check(new Conv2dOp(new(2, 0, 1, Dilation: 2), new(3, 2, 1), 2), Tolerance with { Smooth = false },
            Input.Of([2, 4, 8, 10]), Input.Of([6, 2, 2, 3]));
    }

    void CheckAll(int[] image, int outChannels, int height, int width, int stride, int padding, int dilation, int groups) =>
        CheckAll(Shape.Of(image), outChannels, groups, new Window(height, width, stride, padding, dilation));

    void CheckAll(Shape x, int outChannels, int groups, Window window)
    {
        Check(new Conv2dOp(window.Rows, window.Columns, groups), x, [outChannels, x[1] / groups, window.Height, window.Width]);
        (int outHeight, int outWidth) = window.Over(x, "");
        Shape gradient = [x[0], outChannels, outHeight, outWidth];
        Check(new Conv2dWeightGradient(window, groups, Parts: 1), x, gradient);
        Check(new Conv2dWeightGradient(window, groups, Parts: Math.Min(2, x[0])), x, gradient);
    }

    [Trait("Threads", "yes")]
    [Theory, InlineData(true), InlineData(false)]
    public void RunsWhatFollowsInItsKernel(bool fuse)
    {
        using Variable choice = new("VKLEARN_FUSE", fuse ? null : "0");
        Input[] inputs = [Input.Of([2, 3, 6, 7]), Input.Of([5, 3, 3, 3]), Input.Of([5, 1, 1]), Input.Of([2, 5, 6, 7]), Input.Of([7])];
        static Tensor[] Body(Tensor[] x) => [((x[0].Conv2d(x[1], padding: 1) + x[2]) * x[4] + x[3]).Tanh()];
        Check("Conv2d, bias, residual", Body, Tolerance, inputs);
        Tensor[] given = [.. inputs.Select(input => Tensor.From(new float[input.Type.Shape.Count], input.Type.Shape))];
        using Recording recording = Gpu.Record(() => Body(given)[0]);
        Assert.Equal(fuse, recording.Dispatches <= 2); // a kernel may want its weights packed first
    }

    [Fact]
    public void NanPasses()
    {
        float[] x = new float[9];
        x[4] = float.NaN;
        float[] y = Run(inputs => inputs[0].Conv2d(inputs[1], padding: 1), Tensor.From(x, [1, 1, 3, 3]), Tensor.Ones([4, 1, 2, 2]));
        Assert.Equal(4 * 4, y.Count(float.IsNaN));
    }

    /// <summary>What follows in the kernel's program may end in rows, which are no image.</summary>
    [Fact]
    public void MayEndInRows() => Check("Conv2d, ELU, rows",
        x => [x[0].Conv2d(x[1], stride: 2, padding: 1).Elu().Flatten()], Tolerance, [Input.Of([2, 3, 6, 6]), Input.Of([4, 3, 3, 3])]);

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Refused("needs Float32 images [N, C, H, W]", () => Tensor.Ones([3, 3]).Conv2d(Tensor.Ones([1, 1, 1, 1])));
        Refused("needs weights [OC, 3, KH, KW], received [4, 2, 3, 3]", () => Tensor.Ones([1, 3, 5, 5]).Conv2d(Tensor.Ones([4, 2, 3, 3])));
        Refused("groups must divide the image's 3 channels", () => Tensor.Ones([1, 3, 5, 5]).Conv2d(Tensor.Ones([4, 1, 3, 3]), groups: 2));
        Refused("Use padding: 1", () => Tensor.Ones([1, 1, 2, 5]).Conv2d(Tensor.Ones([1, 1, 3, 3])));
    }

    void Refused(string message, Func<Tensor> body) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => { Gpu.Record(body).Dispose(); }).Message);
}
