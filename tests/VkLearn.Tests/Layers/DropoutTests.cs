using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class DropoutTests(GpuFixture fixture) : OpTests(fixture)
{
    [Theory, InlineData(1, 0.5f), InlineData(7, 0.2f), InlineData(33, 0.9f), InlineData(1025, 0.2f)]
    public void Agrees(int count, float rate) =>
        Check("Dropout", x => [x[0].Dropout(rate), x[0].Dropout(rate)], Tolerance, Input.Of([count]));

    [Fact]
    public void DropsItsShareAndKeepsTheMean()
    {
        float[] y = Run(x => new Dropout(0.25f).Forward(x[0]), Tensor.From([.. Enumerable.Repeat(3f, 10_000)], [10_000]));
        Assert.InRange(y.Count(value => value == 0), 2300, 2700);
        Assert.All(y, value => Assert.True(value is 0 or 4));
    }

    [Fact]
    public void InEvaluationItDoesNothing()
    {
        using Recording recording = Gpu.Record(() => new Dropout(0.5f).Forward(Tensor.From([1f, 2], [2]) * 1f), training: false);
        recording.Replay();
        Assert.Equal([1, 2], recording.Result.ToArray());
    }
}
