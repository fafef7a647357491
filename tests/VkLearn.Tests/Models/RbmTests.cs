using VkLearn.Models;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Models;

public sealed class RbmTests(GpuFixture fixture) : OpTests(fixture)
{
    static Tensor Seen => Tensor.From([1f, 1, 0, 0, 0, 0, 1, 1], [2, 4]);

    [Fact]
    public void GivesTheHiddenUnitsProbabilities()
    {
        var rbm = new Rbm(4, 3);
        using Recording recording = Gpu.Record(() => rbm.Forward(Seen));
        rbm.Weight.Load([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 2]);
        rbm.Hidden.Load([0.5f, 0, -1]);
        recording.Replay();
        AssertClose([.. new double[] { 1.5, 1, -1, 0.5, 0, 2 }.Select(x => 1 / (1 + Math.Exp(-x)))], recording.Result.ToArray());
    }

    /// <summary>By contrastive divergence it learns to dream what it saw.</summary>
    [Fact]
    public void LearnsToDreamWhatItSaw()
    {
        var rbm = new Rbm(4, 3);
        Sgd sgd = new(0.1f);
        using Recording step = Gpu.Record(() =>
        {
            (Tensor weight, Tensor visible, Tensor hidden, Tensor dream) = rbm.ContrastiveDivergence(Seen);
            sgd.Apply([rbm.Weight, rbm.Visible, rbm.Hidden], [weight, visible, hidden]);
            return (dream - Seen).Square().Mean();
        });
        step.Replay();
        float first = step.Result.Item();
        step.Replay(500);
        Assert.InRange(step.Result.Item(), 0, first / 4);
    }

    /// <summary>What CD-k learns from: the means over the distribution after k steps, against the sum over all states.</summary>
    [Theory, InlineData(1), InlineData(3)]
    public void GibbsStepsLeadToTheExactDistribution(int steps)
    {
        const int rows = 8192;
        TinyRbm tiny = new(4, 3, 6);
        double[] expected = new double[16];
        (expected[3], expected[12]) = (0.5, 0.5); // what is seen: two states
        for (int step = 0; step < steps; step++)
        {
            expected = tiny.AfterGibbs(expected);
        }

        (double[] weight, double[] visible, double[] hidden) = tiny.Means(expected);
        var rbm = new Rbm(4, 3);
        tiny.Load(rbm, Gpu);
        float[] two = [1, 1, 0, 0, 0, 0, 1, 1];
        Tensor seen = Tensor.From([.. Enumerable.Repeat(two, rows / 2).SelectMany(states => states)], [rows, 4]);
        using Recording recording = Gpu.Record(() =>
        {
            Tensor v = rbm.Gibbs(seen, steps).Seen, h = rbm.Forward(v);
            return [v.Transpose().MatMul(h) * (1f / rows), v.Mean(0), h.Mean(0)];
        });
        recording.Replay();
        double error = 4 * 0.5 / Math.Sqrt(rows); // four deviations of a mean of numbers from 0 to 1
        foreach ((Tensor actual, double[] wanted) in recording.Results.Zip([weight, visible, hidden]))
        {
            Assert.All(actual.ToArray().Zip(wanted), pair => Assert.InRange(pair.First, pair.Second - error, pair.Second + error));
        }
    }

    /// <summary>Chains that have gone on for long are in each state as often as its probability says: chi-squared, 15 degrees of freedom.
    /// </summary>
    [Fact]
    public void ChainsComeToTheMachinesDistribution()
    {
        const int rows = 16384;
        TinyRbm tiny = new(4, 3, 7, deviation: 0.8);
        var rbm = new Rbm(4, 3);
        tiny.Load(rbm, Gpu);
        State seen = new("seen", [rows, 4]);
        using Recording step = Gpu.Record(() =>
        {
            Tensor next = rbm.Gibbs(seen, 5).Seen;
            seen.Assign(next);
            return next;
        });
        step.Replay(40);
        int[] counts = new int[16];
        foreach (float[] row in step.Result.ToArray().Chunk(4))
        {
            counts[(int)(row[0] + 2 * row[1] + 4 * row[2] + 8 * row[3])]++;
        }

        double chiSquared = counts.Zip(tiny.Probabilities).Sum(pair => Math.Pow(pair.First - rows * pair.Second, 2) / (rows * pair.Second));
        Assert.InRange(chiSquared, 2.5, 37.7); // each side one in a thousand
    }

    [Fact]
    public void GaussianUnitsAreNormalAroundWhatHiddenOnesSay()
    {
        const int rows = 4096;
        var rbm = new Rbm(2, 1, VisibleUnits.Gaussian);
        using Recording recording = Gpu.Record(() =>
        {
            Tensor means = rbm.Reconstruct(Tensor.Full([rows, 1], 1)), states = rbm.Sample(means);
            return [states.Mean(0), (states - means).Square().Mean(0), rbm.FreeEnergy(Tensor.From([1f, 2], [1, 2]))];
        });
        rbm.Weight.Load([2, -1]);
        rbm.Visible.Load([0.5f, 0]);
        recording.Replay();
        double error = 4 / Math.Sqrt(rows);
        Assert.All(recording.Results[0].ToArray().Zip([2.5, -1]),
            pair => Assert.InRange(pair.First, pair.Second - error, pair.Second + error));
        Assert.All(recording.Results[1].ToArray(), variance => Assert.InRange(variance, 1 - error * 1.5, 1 + error * 1.5));
        AssertClose([(0.25 + 4) / 2 - Math.Log(1 + Math.Exp(0))], recording.Results[2].ToArray());
    }

    /// <summary>Of a machine that sees labels one label unit is on, as often as its probability says; a clamped one stays.</summary>
    [Fact]
    public void ALabelIsOneUnitOfSeveral()
    {
        const int rows = 8192;
        var rbm = new Rbm(5, 2, classes: 3);
        Tensor clamped = Tensor.From([0f, 0, 1, 1, 1], [1, 5]), seen = Tensor.From([0f, 0, 0, 1, 0], [1, 5]).BroadcastTo([rows, 5]);
        using Recording recording = Gpu.Record(() =>
        {
            Tensor means = rbm.Reconstruct(Tensor.Full([rows, 2], 1)), states = rbm.Sample(means);
            Tensor alone = rbm.ToHidden(Tensor.Full([1, 2], 1));
            return [means.Slice(0, 0, 1), states.Mean(0), states.Slice(1, 2, 3).Sum(1), rbm.Gibbs(seen, 2, clamped).Seen.Mean(0), alone];
        });
        rbm.Weight.Load([1, 0, 0, 1, 0.5f, 0.5f, 0, -1, 1, 1]);
        rbm.Visible.Load([0, 0, 0.2f, 0, 0]);
        recording.Replay();
        double[] exponentials = [Math.Exp(1.2), Math.Exp(-1), Math.Exp(2)];
        double[] label = [.. exponentials.Select(x => x / exponentials.Sum())];
        AssertClose([1 / (1 + Math.Exp(-1)), 1 / (1 + Math.Exp(-1)), .. label], recording.Results[0].ToArray());
        double error = 4 * 0.5 / Math.Sqrt(rows);
        Assert.All(recording.Results[1].ToArray()[2..].Zip(label),
            pair => Assert.InRange(pair.First, pair.Second - error, pair.Second + error));
        Assert.All(recording.Results[2].ToArray(), sum => Assert.Equal(1, sum));
        Assert.Equal([0, 1, 0], recording.Results[3].ToArray()[2..]);
        AssertClose([1, 1], recording.Results[4].ToArray());
    }

    [Fact]
    public void GaussianHiddenUnitsAreNormalAroundWhatVisibleOnesSay()
    {
        const int rows = 4096;
        var rbm = new Rbm(2, 1, hidden: HiddenUnits.Gaussian);
        using Recording recording = Gpu.Record(() =>
        {
            Tensor means = rbm.Forward(Tensor.Full([rows, 2], 1)), states = rbm.SampleHidden(means);
            return [states.Mean(0), (states - means).Square().Mean(0), rbm.FreeEnergy(Tensor.From([1f, 0], [1, 2]))];
        });
        rbm.Weight.Load([2, -1]);
        rbm.Hidden.Load([0.5f]);
        recording.Replay();
        double error = 4 / Math.Sqrt(rows);
        Assert.InRange(recording.Results[0].ToArray()[0], 1.5 - error, 1.5 + error);
        Assert.InRange(recording.Results[1].ToArray()[0], 1 - error * 1.5, 1 + error * 1.5);
        AssertClose([-2.5 * 2.5 / 2], recording.Results[2].ToArray());
    }
}
