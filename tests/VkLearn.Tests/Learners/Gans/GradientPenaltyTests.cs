using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Learners.Gans;

/// <summary>The penalty, whose gradient is one of a gradient, of critics of the ops that such are made of.</summary>
public sealed class GradientPenaltyTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 2e-5, Gradient: 5e-5, Differences: 1e-4, Smooth: false);

    [Theory, InlineData("tanh"), InlineData("leaky"), InlineData("softplus"), InlineData("layer norm")]
    public void OfDenseLayersAgrees(string between)
    {
        Tensor Between(Tensor x) => between switch
        {
            "tanh" => x.Tanh(),
            "leaky" => x.LeakyRelu(0.2f),
            "softplus" => x.Softplus(),
            _ => x.LayerNorm(),
        };
        Check($"GradientPenalty, {between}", x => [GradientPenalty.At(
            items => Between(Between(items.MatMul(x[1]) + x[2]).MatMul(x[3])).MatMul(x[4]), x[0])],
            Tolerance, Input.Of([5, 3]), Input.Of([3, 7]), Input.Of([7]), Input.Of([7, 6]), Input.Of([6, 1]));
    }

    [Theory, InlineData(1, 0, 3), InlineData(2, 1, 4)]
    public void OfConvolutionsAgrees(int stride, int padding, int kernel)
    {
        WindowAxis axis = new(stride, padding, padding);
        Check("GradientPenalty, convolutions", x => [GradientPenalty.At(
            items => new Conv2dOp(axis, axis, 1).Apply(items, x[1])[0].LeakyRelu(0.2f).Flatten().Sum(1), x[0])],
            Tolerance, Input.Of([3, 2, 8, 8]), Input.Of([4, 2, kernel, kernel]));
    }

    /// <summary>A critic w x has the slope |w| everywhere.</summary>
    [Fact]
    public void OfAStraightCriticIsKnown()
    {
        Tensor weight = Tensor.From([3f, 4f], [2, 1]);
        float[] penalty = Run(x => GradientPenalty.Of(items => items.MatMul(weight), x[0], x[1]),
            Tensor.Ones([4, 2]), Tensor.Zeros([4, 2]));
        Assert.Equal([16f], penalty, new Near(1e-5f));
    }

    /// <summary>A critic that says the same of all has the slope 0, at which a root has none.</summary>
    [Fact]
    public void WhereThereIsNoSlopeThereIsNoNan()
    {
        using Recording recording = Gpu.Record(() =>
        {
            Parameter weight = new("weight", [2, 1], Initializer.Zeros);
            Tensor penalty = GradientPenalty.At(items => items.MatMul(weight), Tensor.Ones([4, 2]));
            return [penalty, penalty.Gradients(of: [weight])[0]];
        });
        recording.Replay();
        Assert.Equal([1f], recording.Results[0].ToArray(), new Near(1e-5f));
        Assert.All(recording.Results[1].ToArray(), value => Assert.True(float.IsFinite(value)));
    }
}
