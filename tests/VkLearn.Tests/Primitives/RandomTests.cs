using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class RandomTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count)
    {
        Check(new VkLearn.Primitives.Random([count], 0), Array.Empty<Input>());
        Check(new VkLearn.Primitives.Random([count, 3], 77), Array.Empty<Input>());
        Check("Random",
            _ => [VkLearn.Primitives.Random.Uniform([count]) * 2f, VkLearn.Primitives.Random.Uniform([count]).Permute(0)], Tolerance);
    }

    [Fact]
    public void EachReplayDrawsNewNumbers()
    {
        using Recording recording = Gpu.Record(() => VkLearn.Primitives.Random.Uniform([100]));
        recording.Replay();
        float[] first = recording.Result.ToArray();
        recording.Replay();
        float[] second = recording.Result.ToArray();
        Assert.Equal(100, first.Zip(second).Count(pair => pair.First != pair.Second));
        Assert.All(first, x => Assert.InRange(x, 0, 0.99999999f));
    }

    const int Many = 1 << 16;

    static double Moment(float[] values, int power) => values.Average(x => Math.Pow(x, power));

    /// <summary>Within five standard errors of the moments of the distributions.</summary>
    [Fact]
    public void MomentsAreThoseOfTheDistributions()
    {
        using Recording recording = Gpu.Record(() => [Tensor.Uniform([Many]), Tensor.Normal([Many])]);
        recording.Replay();
        float[] uniform = recording.Results[0].ToArray(), normal = recording.Results[1].ToArray();
        double error = 5 / Math.Sqrt(Many);
        Assert.Equal(0.5, Moment(uniform, 1), error * Math.Sqrt(1 / 12.0));
        Assert.Equal(1 / 3.0, Moment(uniform, 2), error * Math.Sqrt(4 / 45.0));
        Assert.Equal(0, Moment(normal, 1), error);
        Assert.Equal(1, Moment(normal, 2), error * Math.Sqrt(2));
        Assert.Equal(0, Moment(normal, 3), error * Math.Sqrt(15));
        Assert.Equal(3, Moment(normal, 4), error * Math.Sqrt(96));
        Assert.Equal(0, normal.Zip(normal.Skip(1)).Average(pair => (double)pair.First * pair.Second), error);
    }

    [Fact]
    public void NormalAgrees() =>
        Check("Tensor.Normal", _ => [Tensor.Normal([1025])], new Tolerance(Forward: 2e-5, Differentiable: false), Array.Empty<Input>());

    /// <summary>Setting a seed is a new beginning: what was drawn before on the device does not matter.</summary>
    [Fact]
    public void TheSameSeedGivesTheSameNumbersAgain()
    {
        float[] Drawn()
        {
            Gpu.Seed(7);
            using Recording recording = Gpu.Record(() => VkLearn.Primitives.Random.Uniform([50]));
            recording.Replay(3);
            return recording.Result.ToArray();
        }

        Assert.Equal(Drawn(), Drawn());
    }
}
