using VkLearn.Compile;
using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners;

/// <summary>What is done to items that are 0.6 everywhere, and what codes cost.</summary>
public sealed class CorruptionTests(GpuFixture fixture) : OpTests(fixture)
{
    const int Rows = 100, Cols = 500;
    const double Sigma = 0.0022; // of a share of 0.5 of so many values

    [Fact]
    public void MaskingMakesAShareZeros()
    {
        float[] values = Corrupted(CorruptionKind.Masking, 0.3f);
        Assert.Equal([0f, 0.6f], values.Distinct().Order());
        Assert.Equal(0.3, Share(values, 0), 4 * Sigma);
    }

    [Fact]
    public void GaussianAddsNormalNoise()
    {
        double[] noise = [.. Corrupted(CorruptionKind.Gaussian, 0.5f).Select(value => value - 0.6)];
        Assert.Equal(0, noise.Average(), 0.01);
        Assert.Equal(0.25, noise.Average(value => value * value), 0.01);
        Assert.Equal(0.6827, noise.Count(value => Math.Abs(value) < 0.5) / (double)noise.Length, 4 * Sigma);
    }

    [Fact]
    public void SaltAndPepperAreAsOftenWhiteAsBlack()
    {
        float[] values = Corrupted(CorruptionKind.SaltAndPepper, 0.4f);
        Assert.Equal([0f, 0.6f, 1f], values.Distinct().Order());
        Assert.Equal(0.2, Share(values, 0), 4 * Sigma);
        Assert.Equal(0.2, Share(values, 1), 4 * Sigma);
    }

    [Fact]
    public void EachStepsNoiseIsItsOwn() =>
        Assert.NotEqual(Corrupted(CorruptionKind.Masking, 0.3f, replays: 1), Corrupted(CorruptionKind.Masking, 0.3f, replays: 2));

    /// <summary>Penalties and their slopes against float64.</summary>
    [Theory, InlineData(CodePenaltyKind.L1), InlineData(CodePenaltyKind.KullbackLeibler)]
    public void PenaltiesAreWhatTheyAreSaidToBe(CodePenaltyKind kind)
    {
        double[] codes = [0.15, 0.9, 0.4, 0.3, 0.2, 0.8]; // [2, 3]
        CodePenalty penalty = new(kind, Cost: 3, Target: 0.2f);
        using Recording recording = Gpu.Record(() =>
        {
            Parameter code = new("code", [2, 3], Initializer.Zeros);
            Tensor given = Tensor.From([.. codes.Select(value => (float)value)], [2, 3]) + code, cost = penalty.Of(given);
            return [cost, cost.Gradients(of: [code])[0]];
        });
        recording.Replay();
        AssertClose([Cost(codes)], recording.Results[0].ToArray(), 1e-5);
        AssertClose(SmallNet.Derivatives(Cost, codes), recording.Results[1].ToArray(), 1e-5);

        double Cost(double[] of) => 3 * (kind == CodePenaltyKind.L1 ? of.Sum() / 2 : Enumerable.Range(0, 3).Sum(j =>
        {
            double rate = (of[j] + of[j + 3]) / 2;
            return 0.2 * Math.Log(0.2 / rate) + 0.8 * Math.Log(0.8 / (1 - rate));
        }));
    }

    static double Share(float[] values, float of) => values.Count(value => value == of) / (double)values.Length;

    float[] Corrupted(CorruptionKind kind, float amount, int replays = 1)
    {
        Gpu.Seed(1);
        Session.Of(Gpu).Counters.Clock.Write(0);
        using Recording recording = Gpu.Record(() => new Corruption(kind, amount).Of(Tensor.Full([Rows, Cols], 0.6f)));
        recording.Replay(replays);
        return recording.Result.ToArray();
    }
}
