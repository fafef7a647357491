using VkLearn.Compile;
using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

/// <summary>Layers that give what they are given mean 0 and variance 1.</summary>
public sealed class NormsTests(GpuFixture fixture) : OpTests(fixture)
{
    static readonly float[] Images = [.. Enumerable.Range(0, 2 * 3 * 4).Select(i => 3 * MathF.Sin(i * i) + i % 5)];

    static Tensor X => Tensor.From(Images, [2, 3, 2, 2]);

    [Fact]
    public void ABatchHasMean0AndVariance1InEachChannel()
    {
        BatchNorm layer = new(3);
        float[] y = Run(x => layer.Forward(x[0]), X);
        for (int channel = 0; channel < 3; channel++)
        {
            float[] of = OfChannel(y, channel);
            Assert.Equal(0, of.Average(), 1e-6f);
            Assert.Equal(1, of.Select(v => v * v).Average(), 1e-4f);
        }

        Assert.Equal(["weight", "bias"], layer.Parameters.Select(parameter => parameter.Path));
        Assert.Equal(["mean", "variance"], layer.States.Select(state => state.Path));
    }

    [Fact]
    public void RunningStatisticsFollowTheBatchesByMomentum()
    {
        BatchNorm layer = new(3, momentum: 0.25f);
        using Recording step = Gpu.Record(() => layer.Forward(X));
        step.Replay(2);
        for (int channel = 0; channel < 3; channel++)
        {
            float[] of = OfChannel(Images, channel);
            double mean = of.Average(), variance = of.Sum(v => (v - mean) * (v - mean)) / (of.Length - 1);
            Assert.Equal(mean * (1 - 0.5625), layer.Mean.ToArray()[channel], 1e-5);
            Assert.Equal(0.5625 + variance * (1 - 0.5625), layer.Variance.ToArray()[channel], 1e-4);
        }
    }

    [Fact]
    public void NothingIsCopiedToKeepThem()
    {
        BatchNorm layer = new(3);
        using Recording step = Gpu.Record(() => layer.Forward(X));
        Assert.Equal(2, step.Commands.Count);
    }

    [Fact]
    public void InEvaluationTheRunningStatisticsRule()
    {
        BatchNorm layer = new(3, epsilon: 1e-2f);
        using Recording recording = Gpu.Record(() => layer.Forward(X), training: false);
        layer.Weight.Load([1, 2, -1]);
        layer.Bias.Load([0, 5, 1]);
        layer.Mean.Load([0.5f, -1, 2]);
        layer.Variance.Load([1, 4, 0.25f]);
        recording.Replay();
        (double[] weight, double[] bias, double[] mean, double[] variance) = ([1, 2, -1], [0, 5, 1], [0.5, -1, 2], [1, 4, 0.25]);
        AssertClose([.. Images.Select((x, i) => i / 4 % 3 is var c ?
            (x - mean[c]) / Math.Sqrt(variance[c] + 1e-2) * weight[c] + bias[c] : 0)], recording.Result.ToArray(), 1e-5);
        Assert.Equal([0.5f, -1, 2], layer.Mean.ToArray());
    }

    /// <summary>Of a product in evaluation it is the epilogue.</summary>
    [Fact]
    public void InEvaluationItRunsWithTheProductBefore()
    {
        Sequential model = new(new Dense(4, 6), new BatchNorm(6), new Relu());
        using Recording recording = Gpu.Record(() => model.Forward(Tensor.Ones([16, 4])), training: false);
        Assert.Equal(2, recording.Dispatches); // scale and shift; the product
    }

    [Fact]
    public void InEvaluationItRunsWithTheConvolutionBefore()
    {
        Conv2d convolution = new(3, 5, 3, padding: 1, bias: false);
        BatchNorm norm = new(5, epsilon: 1e-12f);
        Sequential model = new(convolution, norm, new Relu());
        Tensor images = Tensor.From([.. Enumerable.Range(0, 2 * 3 * 49).Select(i => MathF.Sin(i))], [2, 3, 7, 7]);
        using Recording recording = Gpu.Record(() => model.Forward(images), training: false);
        using Recording alone = Gpu.Record(() => convolution.Forward(images), training: false);
        (float[] mean, float[] variance, float[] weight, float[] bias) =
            ([0, 1, -1, 0.5f, 0], [1, 4, 0.25f, 1, 9], [1, 2, 3, -1, 0.5f], [0, 1, -1, 0, 2]);
        norm.Mean.Load(mean);
        norm.Variance.Load(variance);
        norm.Weight.Load(weight);
        norm.Bias.Load(bias);
        recording.Replay();
        alone.Replay();

        AssertClose([.. alone.Result.ToArray().Select((x, i) => i / 49 % 5 is var c
            ? Math.Max(0, (x - mean[c]) / Math.Sqrt(variance[c]) * weight[c] + bias[c]) : 0)], recording.Result.ToArray(), 1e-5);
        string[] kernels = [.. recording.Commands.OfType<KernelCommand>().Select(command => command.Code.Name)];
        Assert.Single(kernels, "Elementwise.comp"); // scale and shift
        Assert.Equal(alone.Commands.OfType<KernelCommand>().Count() + 1, kernels.Length);
    }

    [Fact]
    public void OfFeaturesToo()
    {
        BatchNorm layer = new(2, epsilon: 1e-12f);
        AssertClose([1, -1, -1, 1], Run(x => layer.Forward(x[0]), Tensor.From([3f, 2, 1, 4], [2, 2])));
    }

    [Fact]
    public void ALayerNormIsOverTheLastAxes()
    {
        LayerNorm layer = new([2, 2], epsilon: 1e-12f);
        using Recording recording = Gpu.Record(() => layer.Forward(Tensor.From([1f, 1, 3, 3, 5, 5, 5, 9], [2, 2, 2])));
        layer.Weight.Load([1, 2, 3, 4]);
        layer.Bias.Load([0, 0, 0, 10]);
        recording.Replay();
        double root = Math.Sqrt(3);
        AssertClose([-1, -2, 3, 14, -1 / root, -2 / root, -3 / root, 10 + 4 * root], recording.Result.ToArray(), 1e-5);
        Assert.Equal(["weight", "bias"], layer.Parameters.Select(parameter => parameter.Path));
    }

    [Fact]
    public void AGroupNormIsOverItsChannels()
    {
        GroupNorm layer = new(2, 4, epsilon: 1e-12f);
        using Recording recording = Gpu.Record(() => layer.Forward(Tensor.From([1f, 3, 5, 5, 5, 9, 2, 4], [2, 4])));
        layer.Weight.Load([1, 2, 1, 1]);
        layer.Bias.Load([0, 0, 7, 8]);
        recording.Replay();
        AssertClose([-1, 2, 7, 8, -1, 2, 6, 9], recording.Result.ToArray(), 1e-5);
    }

    [Fact]
    public void AnRmsNormIsOverTheLastAxes()
    {
        RmsNorm layer = new([2, 2], epsilon: 1e-12f);
        using Recording recording = Gpu.Record(() => layer.Forward(Tensor.From([1f, 1, 3, 3, 0, 0, 0, 4], [2, 2, 2])));
        layer.Weight.Load([1, 2, 3, 4]);
        recording.Replay();
        double root = Math.Sqrt(5);
        AssertClose([1 / root, 2 / root, 9 / root, 12 / root, 0, 0, 0, 8], recording.Result.ToArray(), 1e-5);
        Assert.Equal(["weight"], layer.Parameters.Select(parameter => parameter.Path));
        Assert.False(layer.Weight.Decays);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void AnInstanceNormIsOverEachChannelOfEachImage(bool affine)
    {
        InstanceNorm layer = new(2, epsilon: 1e-12f, affine);
        using Recording recording = Gpu.Record(() => layer.Forward(Tensor.From([1f, 3, 5, 9, -1, 1, 2, 2], [2, 2, 2])), training: false);
        layer.Weight?.Load([1, 2]);
        layer.Bias?.Load([0, 5]);
        recording.Replay();
        AssertClose(affine ? [-1, 1, 3, 7, -1, 1, 5, 5] : [-1, 1, -1, 1, -1, 1, 0, 0], recording.Result.ToArray(), 1e-5);
        Assert.Equal(affine ? ["weight", "bias"] : [], layer.Parameters.Select(parameter => parameter.Path));
    }

    [Fact]
    public void InputsThatDoNotFitAreRefused()
    {
        Assert.Contains("does not end with [5]. Use shape: [4].", Refusal(new RmsNorm([5]), [2, 4]));
        Assert.Contains("must be [N, 3, ...]. Use channels: 4.", Refusal(new InstanceNorm(3), [2, 4, 5]));
        Assert.Contains("must be [N, 3, ...].", Refusal(new InstanceNorm(3), [2, 3]));
        Assert.Contains("received []", Assert.Throws<ArgumentException>(() => new RmsNorm([])).Message);
        Assert.Contains("must be [N, 3, ...]. Use channels: 4.", Refusal(new BatchNorm(3), [2, 4, 5]));
        Assert.Contains("must be [N, 4, ...]. Use channels: 6.", Refusal(new GroupNorm(2, 4), [2, 6]));
        Assert.Contains("does not end with [5]. Use shape: [4].", Refusal(new LayerNorm([5]), [2, 4]));
        Assert.Contains("2 groups do not divide 3", Assert.Throws<ArgumentException>(() => new GroupNorm(2, 3)).Message);
        Assert.Contains("received 2", Assert.Throws<ArgumentException>(() => new BatchNorm(3, momentum: 2)).Message);
        Assert.Contains("received []", Assert.Throws<ArgumentException>(() => new LayerNorm([])).Message);
    }

    static string Refusal(Layer layer, Shape shape) =>
        Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Ones(shape))).Message;

    static float[] OfChannel(float[] images, int channel) => [.. images.Where((_, i) => i / 4 % 3 == channel)];
}
