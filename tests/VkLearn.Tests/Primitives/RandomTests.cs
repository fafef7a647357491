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
}
