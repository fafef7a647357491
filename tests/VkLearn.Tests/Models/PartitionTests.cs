using VkLearn.Models;
using Xunit;

namespace VkLearn.Tests.Models;

/// <summary>What is told of a machine's partition function, against the sum over all its states.</summary>
public sealed class PartitionTests(GpuFixture fixture) : OpTests(fixture)
{
    [Theory, InlineData(9, 15, 1), InlineData(12, 4, 2), InlineData(5, 1, 3)]
    public void TheSumOverHiddenStatesIsThatOverVisibleOnes(int visible, int hidden, int seed)
    {
        TinyRbm tiny = new(visible, hidden, seed);
        Assert.Equal(tiny.LogPartition, ExactPartition.LogOf(Gpu, Loaded(tiny)), 1e-3);
    }

    [Fact]
    public void TooManyHiddenUnitsAreRefused() =>
        Assert.Contains("2^21", Assert.Throws<ArgumentException>(() => ExactPartition.LogOf(Gpu, new Rbm(3, 21))).Message);

    /// <summary>Both ways, at 15 hidden units, within half a nat; a ladder of few rungs is further off, and its sides show it.</summary>
    [Theory, InlineData(1), InlineData(2)]
    public void AnnealingFindsIt(int seed)
    {
        TinyRbm tiny = new(12, 15, seed, deviation: 0.7);
        Rbm rbm = Loaded(tiny);
        double[] probabilities = tiny.Probabilities;
        float[] means = [.. tiny.Means(probabilities).Visible.Select(x => (float)x)], bias = AnnealedImportanceSampling.BaseOf(means, 1000);
        using var forward = AnnealedImportanceSampling.Forward(Gpu, rbm, bias, chains: 100, distributions: 1000);
        using var reverse = AnnealedImportanceSampling.Reverse(Gpu, rbm, bias, Samples(tiny, probabilities, 100), distributions: 1000);
        (LogPartition up, LogPartition down) = (forward.Run(), reverse.Run());
        Assert.InRange(up.Value, tiny.LogPartition - 0.5, tiny.LogPartition + 0.5);
        Assert.InRange(down.Value, tiny.LogPartition - 0.5, tiny.LogPartition + 0.5);
        Assert.InRange(tiny.LogPartition, up.Low, up.High);
        Assert.InRange(tiny.LogPartition, down.Low - 0.05, down.High); // its mean is too high, by less than its error here
        Assert.InRange(up.High - up.Low, 0.01, 1);
    }

    /// <summary>What is run again begins anew.</summary>
    [Fact]
    public void ARunDoesNotGoOnFromTheOneBefore()
    {
        TinyRbm tiny = new(6, 5, 4);
        using var forward = AnnealedImportanceSampling.Forward(Gpu, Loaded(tiny), new float[6], chains: 200, distributions: 300);
        Assert.Equal(forward.Run().Value, forward.Run().Value, 0.3);
    }

    [Theory, InlineData(29), InlineData(1000), InlineData(14_500)]
    public void TheLadderRisesFromNothingToAll(int distributions)
    {
        float[] ladder = AnnealedImportanceSampling.Ladder(distributions);
        Assert.Equal(distributions, ladder.Length);
        Assert.Equal((0f, 1f), (ladder[0], ladder[^1]));
        Assert.All(ladder.Zip(ladder[1..]), pair => Assert.True(pair.First < pair.Second));
    }

    [Fact]
    public void ThePapersLadderIsThePapers()
    {
        float[] ladder = AnnealedImportanceSampling.Ladder(14_500);
        Assert.Equal((0.5f, 0.9f), (ladder[500], ladder[4500]));
    }

    /// <summary>Free energies of all states give the distribution.</summary>
    [Fact]
    public void FreeEnergyIsTheLogarithmOfTheProbability()
    {
        TinyRbm tiny = new(5, 7, 5);
        Rbm rbm = Loaded(tiny);
        using Recording energies = Gpu.Record(() => rbm.FreeEnergy(States(Enumerable.Range(0, 32), 5)), training: false);
        energies.Replay();
        AssertClose([.. Enumerable.Range(0, 32).Select(state => -tiny.LogOf(state))], energies.Result.ToArray());
    }

    Rbm Loaded(TinyRbm tiny)
    {
        Rbm rbm = new(tiny.VisibleUnits, tiny.HiddenUnits);
        tiny.Load(rbm, Gpu);
        return rbm;
    }

    static Tensor Samples(TinyRbm tiny, double[] probabilities, int count)
    {
        System.Random random = new(11);
        return States(Enumerable.Range(0, count).Select(_ =>
        {
            double rest = random.NextDouble();
            return Math.Min(probabilities.Length - 1, probabilities.TakeWhile(p => (rest -= p) > 0).Count());
        }), tiny.VisibleUnits);
    }

    static Tensor States(IEnumerable<int> states, int units)
    {
        float[] values = [.. states.SelectMany(state => Enumerable.Range(0, units).Select(i => TinyRbm.IsOn(state, i) ? 1f : 0f))];
        return Tensor.From(values, [values.Length / units, units]);
    }
}
