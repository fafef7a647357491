using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class AdditiveAttentionLayerTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>The formulas of Bahdanau et al. 2015, in loops of float64.</summary>
    [Fact]
    public void IsThePapersFormula()
    {
        const int steps = 2, places = 3, query = 2, memory = 4, hidden = 3;
        AdditiveAttention layer = new(query, memory, hidden);
        System.Random random = new(5);
        float[] q = (float[])Input.Of([1, steps, query]).Values(random), m = (float[])Input.Of([1, places, memory]).Values(random);
        using Recording recording = Gpu.Record(
            () => layer.Forward(Tensor.From(q, [1, steps, query]), Tensor.From(m, [1, places, memory])));
        recording.Replay();
        float[][] own = [.. layer.Parameters.Select(parameter => parameter.ToArray())];
        (float[] v, float[] w, float[] u, float[] b) = (own[0], own[1], own[2], own[3]);
        List<double> found = [], seen = [];
        for (int t = 0; t < steps; t++)
        {
            double[] weights = [.. Enumerable.Range(0, places).Select(s => Math.Exp(Enumerable.Range(0, hidden).Sum(a => v[a] * Math.Tanh(
                b[a] + Enumerable.Range(0, query).Sum(i => (double)q[t * query + i] * w[i * hidden + a])
                + Enumerable.Range(0, memory).Sum(i => (double)m[s * memory + i] * u[i * hidden + a])))))];
            weights = [.. weights.Select(weight => weight / weights.Sum())];
            seen.AddRange(weights);
            found.AddRange(Enumerable.Range(0, memory).Select(i => Enumerable.Range(0, places).Sum(s => weights[s] * m[s * memory + i])));
        }

        AssertClose([.. found], recording.Results[0].ToArray(), 2e-5);
        AssertClose([.. seen], recording.Results[1].ToArray(), 2e-5);
        Assert.Equal(["weight", "query.weight", "memory.weight", "memory.bias"], layer.Parameters.Select(parameter => parameter.Path));
    }

    [Fact]
    public void InputsThatDoNotFitAreRefused() => Assert.Contains(
        "needs queries [N, T, 2] and a memory [N, S, 3], received [1, 2]",
        Assert.Throws<ArgumentException>(() => new AdditiveAttention(2, 3, 4).Forward([Tensor.Ones([1, 2])])).Message);
}
