using VkLearn.Layers;
using VkLearn.Models;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class SpectralNormTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>The power method comes to the greatest singular value, by which the layer's answers are divided.</summary>
    [Theory, InlineData("dense"), InlineData("convolution")]
    public void DividesByTheGreatestSingularValue(string kind)
    {
        Gpu.Seed(1);
        bool isDense = kind == "dense";
        Layer inner = isDense ? new Dense(7, 5, bias: false) : new Conv2d(2, 3, 3, padding: 1, bias: false);
        using SpectralNorm layer = new(inner);
        Tensor input = isDense ? Tensor.Ones([2, 7]) : Tensor.Ones([1, 2, 4, 4]);
        using Recording training = Gpu.Record(() => layer.Forward(input));
        training.Replay(200);
        using Recording both = Gpu.Record(() => new[] { layer.Forward(input), inner.Forward(input) }, training: false);
        both.Replay();
        double sigma = Greatest(inner.Parameters[0]);
        Assert.Equal([.. both.Results[1].ToArray().Select(value => (float)(value / sigma))], both.Results[0].ToArray(), new Near(1e-4f));
    }

    /// <summary>Only training goes on with the power method.</summary>
    [Fact]
    public void ALookChangesNothing()
    {
        using SpectralNorm layer = new(new Dense(3, 4));
        using Recording look = Gpu.Record(() => layer.Forward(Tensor.Ones([1, 3])), training: false);
        look.Replay(3);
        Assert.Equal([1f, 1, 1], layer.States.Single().ToArray());
    }

    /// <summary>A gradient of W / s(W): what the weights are divided by has one of its own, its vectors have none (equation 10).</summary>
    [Fact]
    public void TheGradientTakesTheDivisorAlong()
    {
        Gpu.Seed(2);
        Dense inner = new(4, 3, bias: false);
        using SpectralNorm layer = new(inner);
        Tensor input = Tensor.From([0.3f, -1, 0.7f, 0.2f], [1, 4]);
        using Recording converge = Gpu.Record(() => layer.Forward(input));
        converge.Replay(300);
        using Recording step = Gpu.Record(() => layer.Forward(input).Square().Sum().Gradients(of: inner));
        step.Replay();
        float[] weights = inner.Weight.ToArray(), gradient = step.Results[0].ToArray();
        for (int i = 0; i < weights.Length; i++)
        {
            const float by = 1e-2f;
            double Loss(float change)
            {
                inner.Weight.Load([.. weights.Select((value, j) => j == i ? value + change : value)]);
                double sigma = Greatest(inner.Weight);
                using Recording answer = Gpu.Record(() => inner.Forward(input), training: false);
                answer.Replay();
                return answer.Result.ToArray().Sum(value => value / sigma * (value / sigma));
            }

            Assert.Equal((Loss(by) - Loss(-by)) / (2 * by), gradient[i], 2e-3);
        }
    }

    /// <summary>A critic that wants its answers large would grow without end.</summary>
    [Fact]
    public void TrainingKeepsTheSlopeAtOne()
    {
        Gpu.Seed(1);
        using SpectralNorm layer = new(new Dense(6, 1, bias: false));
        Tensor input = Tensor.From([1f, 2, 0, -1, 0.5f, 1], [1, 6]);
        Adam adam = new(0.05f);
        using Recording step = Gpu.Record(() =>
        {
            Tensor answer = layer.Forward(input).Sum();
            adam.Minimize(-answer, of: layer);
            return answer;
        });
        step.Replay(300);
        double longest = Math.Sqrt(1 + 4 + 1 + 0.25 + 1);
        Assert.InRange(step.Result.ToArray()[0], 0.98 * longest, 1.001 * longest);
    }

    [Fact]
    public void RefusesALayerWithoutWeights() => Assert.StartsWith("SpectralNorm: Relu has no weight of two axes or more",
        Assert.Throws<ArgumentException>(() => new SpectralNorm(new Relu())).Message);

    static double Greatest(Parameter weight)
    {
        float[] values = weight.ToArray();
        int rows = weight.Shape[0], columns = values.Length / rows;
        double[] square = [.. from i in Enumerable.Range(0, rows) from j in Enumerable.Range(0, rows)
            select Enumerable.Range(0, columns).Sum(k => (double)values[i * columns + k] * values[j * columns + k])];
        return Math.Sqrt(SymmetricEigen.Of(square).Values[0]);
    }
}
