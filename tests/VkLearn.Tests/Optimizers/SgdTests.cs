using VkLearn.Optimizers;
using VkLearn.Tests.Tracing;
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

    /// <summary>Parameters that lie together are updated by one dispatch, which reads their gradients one after the other.</summary>
    [Theory, InlineData(2, 5), InlineData(20, 16)]
    public void OneGradientMayServeNeighbours(int count, int size)
    {
        Bag bag = new();
        Parameter[] all = [.. Enumerable.Range(0, count).Select(i => bag.New($"p{i}", [size], [.. Enumerable.Repeat((float)i, size)]))];
        State factor = new("factor", [], 2);
        Sgd sgd = new(0.25f);
        using Recording step = Gpu.Record(() =>
            sgd.Minimize(all.Select(p => p.Value.Sum()).Aggregate((a, b) => a + b) * factor.Value, bag));
        step.Replay();
        Gpu.Memory.CheckGuards();
        Assert.All(all, (parameter, i) => Assert.All(parameter.ToArray(), w => Assert.Equal(i - 0.5f, w)));
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
