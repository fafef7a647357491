using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class AlphaDropoutTests(GpuFixture fixture) : OpTests(fixture)
{
    [Theory, InlineData(0.1f), InlineData(0.5f)]
    public void KeepsMeanAndVariance(float rate)
    {
        float[] y = Run(_ => new AlphaDropout(rate).Forward(Tensor.Normal([1 << 16])));
        Assert.Equal(0, y.Average(value => (double)value), 0.02);
        Assert.Equal(1, y.Average(value => (double)value * value), 0.03);
        int most = y.GroupBy(value => value).Max(same => same.Count()); // what is set is all one value
        Assert.InRange(most / (double)y.Length, rate - 0.02, rate + 0.02);
    }

    [Fact]
    public void InEvaluationItDoesNothing()
    {
        using Recording recording = Gpu.Record(() => new AlphaDropout(0.5f).Forward(Tensor.From([1f, 2], [2]) * 1f), training: false);
        recording.Replay();
        Assert.Equal([1, 2], recording.Result.ToArray());
    }

    [Fact]
    public void ARateOutOfRangeIsRefused() =>
        Assert.Contains("received 1", Assert.Throws<ArgumentException>(() => new AlphaDropout(1)).Message);
}
