using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class BatchNormTests(GpuFixture fixture) : OpTests(fixture)
{
    const float Epsilon = 1e-3f, Momentum = 0.1f;

    // Sums over a channel, of terms of both signs, and differences of such sums.
    protected override Tolerance Tolerance => new(Forward: 5e-6, Gradient: 5e-5, Second: 2e-4);

    /// <summary>Whole and in parts, four elements at a time and one; of images, of volumes' lines and of features.</summary>
    public static TheoryData<int[], bool> Shapes => new()
    {
        { [3, 1], false }, { [7, 33], true }, { [2, 3, 1, 1], false }, { [3, 5, 2, 2], true }, { [2, 3, 5, 7], false },
        { [5, 17, 4, 6], false }, { [1, 1, 2], false },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Agrees(int[] sizes, bool alsoSecondGradients)
    {
        Tolerance first = Tolerance with { Smooth = alsoSecondGradients }, second = Tolerance with { Differentiable = alsoSecondGradients };
        Shape shape = Shape.Of(sizes), channels = [sizes[1]];
        Input positive = Input.Between(0.5f, 2, channels);
        Check(new BatchNormOp(Epsilon, Momentum), first, Input.Of(shape), positive, Input.Of(channels), Input.Of(channels), positive);
        Check(new BatchNormStatistics(Epsilon, Momentum), second, Input.Of(shape), positive, Input.Of(channels), positive);
        Check(new BatchNormBackward(Epsilon), second, Input.Of(shape), positive, Input.Of(channels), positive, Input.Of(shape));
    }

    // Few channels of many values: in parts, which a second dispatch puts together.
    [Theory, InlineData(33, 1023), InlineData(33, 1024)]
    public void InParts(int images, int size)
    {
        Shape shape = [images, 2, size], channels = [2];
        Input positive = Input.Between(0.5f, 2, channels);
        Check("BatchNorm in parts", x => new BatchNormOp(Epsilon, Momentum).Apply(x), Tolerance with { Smooth = false, Gradient = 1e-4 },
            Input.Of(shape), positive, Input.Of(channels), Input.Of(channels), positive);
    }

    // The mean itself is rounded by 2e-4; the mean of x squared less the square of the mean would be nothing but rounding.
    [Theory, InlineData(4, 5, 33), InlineData(33, 2, 1024)]
    public void HoldsAtALargeMean(int images, int count, int size) => Check("BatchNorm at a large mean",
        x => new BatchNormOp(Epsilon, Momentum).Apply(x), Tolerance with { Forward = 2e-2, Differentiable = false },
        Input.Between(4095, 4097, [images, count, size]), Input.Of([count]), Input.Of([count]), Input.Of([count]), Input.Of([count]));

    // A slice that begins where four elements cannot be read at a time.
    [Fact]
    public void OfASliceThatIsNotAligned() => Check("BatchNorm of a slice", x =>
        [new BatchNormOp(Epsilon, Momentum).Apply(x[0].Slice(0, 1, 96).Reshape([2, 3, 16]), x[1], x[1], x[1], x[1])[0]],
        Tolerance with { Smooth = false }, Input.Of([97]), Input.Between(0.5f, 2, [3]));

    [Fact]
    public void ActivationAndSumRunWithIt()
    {
        Tensor x = Tensor.From([.. Enumerable.Range(0, 480).Select(i => MathF.Sin(i))], [4, 3, 5, 8]), one = Tensor.Ones([3]);
        using Recording recording = Gpu.Record(() => (new BatchNormOp(Epsilon, Momentum).Apply(x, one, one, one, one)[0] + x).Relu());
        Assert.Equal(2, recording.Dispatches);
    }

    [Theory, InlineData(1), InlineData(4)]
    public void NanPassesInItsChannel(int size)
    {
        float[] x = [.. Enumerable.Range(0, 4 * size).Select(i => (float)i)];
        x[0] = float.NaN;
        Tensor one = Tensor.Ones([2]);
        float[] y = Run(inputs => new BatchNormOp(Epsilon, Momentum).Apply(inputs[0], one, one, one, one)[0], Tensor.From(x, [2, 2, size]));
        Assert.All(y, (value, i) => Assert.Equal(i / size % 2 == 0, float.IsNaN(value)));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Tensor two = Tensor.Ones([2]), three = Tensor.Ones([3]);
        Assert.Contains("received [4, 3] and [2]", Assert.Throws<ArgumentException>(
            () => new BatchNormOp(Epsilon, Momentum).Apply(Tensor.Ones([4, 3]), two, two, two, two)).Message);
        Assert.Contains("[1, 3] has one value a channel", Assert.Throws<ArgumentException>(
            () => new BatchNormOp(Epsilon, Momentum).Apply(Tensor.Ones([1, 3]), three, three, three, three)).Message);
    }
}
