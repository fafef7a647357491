using VkLearn.Gpu;
using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Patients;

[Collection("gpu")]
public sealed class ParallelNetworksTests(GpuFixture fixture)
{
    const int Networks = 3, Rows = 7, Features = 4;

    readonly GpuDevice gpu = fixture.Gpu;

    /// <summary>Against float64: each by its own weights.</summary>
    [Theory, InlineData(0), InlineData(5)]
    public void EachHasWeightsOfItsOwn(int hidden)
    {
        using ParallelNetworks networks = new(Networks, Features, hidden);
        float[] x = Numbers.Normal(Networks * Rows * Features, seed: 1);
        using Recording recording = gpu.Record(
            () => [networks.Forward(Tensor.From(x, [Networks, Rows, Features])), networks.SquaredWeights()], training: false);
        float[] bias = Numbers.Normal((int)networks.Parameters[1].Shape.Count, seed: 2);
        networks.Parameters[1].Load(bias);
        recording.Replay();
        float[][] weights = [.. networks.Parameters.Select(parameter => parameter.ToArray())];
        int units = Math.Max(1, hidden);
        for (int network = 0; network < Networks; network++)
        {
            double squares = Own(weights[0], Features * units).Sum(value => value * value)
                + (hidden > 0 ? Own(weights[2], units).Sum(value => value * value) : 0);
            Assert.Equal(squares, recording.Results[1].ToArray()[network], 1e-5 * squares);
            for (int row = 0; row < Rows; row++)
            {
                double[] unit = [.. Enumerable.Range(0, units).Select(u => Own(bias, units)[u] + Enumerable.Range(0, Features)
                    .Sum(f => (double)x[(network * Rows + row) * Features + f] * Own(weights[0], Features * units)[f * units + u]))];
                double score = hidden == 0 ? unit[0]
                    : unit.Select((value, u) => Math.Tanh(value) * Own(weights[2], units)[u]).Sum() + weights[3][network];
                Assert.Equal(score, recording.Results[0].ToArray()[network * Rows + row], 1e-5);
            }

            double[] Own(float[] all, int each) => [.. all.AsSpan(network * each, each).ToArray().Select(value => (double)value)];
        }
    }

    [Fact]
    public void ANewBeginIsRandomAndWithinItsLimit()
    {
        using ParallelNetworks networks = new(Networks, Features, 5);
        using Recording recording = gpu.Record(() => { networks.Restart(); }, training: true);
        recording.Replay();
        float[] first = networks.Parameters[0].ToArray();
        networks.Parameters[1].Load(Numbers.Normal(Networks * 5, seed: 2));
        recording.Replay();
        Assert.NotEqual(first, networks.Parameters[0].ToArray());
        Assert.All(first, weight => Assert.InRange(MathF.Abs(weight), 0, MathF.Sqrt(6f / 9)));
        Assert.All(networks.Parameters[1].ToArray(), bias => Assert.Equal(0, bias));
        Assert.NotEqual(first[..20], first[20..40]);
    }

    [Fact]
    public void SaysWhatItTakes() => Assert.Contains("ParallelNetworks \"\": needs [3, rows, 4], received [2, 7, 4]",
        Assert.Throws<ArgumentException>(() => gpu.Record(
            () => new ParallelNetworks(Networks, Features).Forward(Tensor.Zeros([2, 7, 4])), training: false)).Message);
}
