using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Optimizers;

public sealed class SgdTests(GpuFixture fixture) : OptimizerTests(fixture)
{
    [Theory, InlineData(0, false, 0), InlineData(0, false, 0.1f),
        InlineData(0.9f, false, 0), InlineData(0.9f, true, 0), InlineData(0.5f, true, 0.1f)]
    public void Agrees(float momentum, bool nesterov, float weightDecay)
    {
        foreach (int[] sizes in (int[][])[[1], [7, 33, 1025], [1025, 16, 1]])
        {
            Check(rate => new Sgd(rate, momentum, nesterov, weightDecay), new SgdRule(momentum, nesterov, weightDecay), "Sgd", sizes);
        }
    }

    [Fact]
    public void NesterovNeedsMomentum() => Assert.Throws<ArgumentException>(() => new Sgd(0.1f, nesterov: true));

    [Fact]
    public void ALearningRateIsSetBetweenReplays()
    {
        Parameter weight = new("w", [3], Initializer.Ones);
        Sgd sgd = new(0.5f);
        using Recording step = Gpu.Record(() => sgd.Apply(weight, Tensor.Ones([3])));
        step.Replay();
        sgd.SetLearningRate(0.25f);
        step.Replay();
        Assert.Equal([0.25f, 0.25f, 0.25f], weight.ToArray());
    }

    [Fact]
    public void OneGradientMayServeTwoParameters()
    {
        Parameter a = new("a", [5], Initializer.Ones), b = new("b", [5], Initializer.Zeros);
        using Recording step = Gpu.Record(() =>
        {
            Tensor gradient = a.Value * 2f + b.Value;
            new Sgd(0.5f).Apply([a, b], [gradient, gradient]);
        });
        step.Replay();
        Assert.Equal([0, 0, 0, 0, 0, -1, -1, -1, -1, -1], [.. a.ToArray(), .. b.ToArray()]);
    }
}
