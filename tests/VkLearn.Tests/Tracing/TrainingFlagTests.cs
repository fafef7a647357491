using VkLearn.Gpu;
using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Tracing;

[Collection("gpu")]
public sealed class TrainingFlagTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void DropoutIsOfTraining()
    {
        Dropout dropout = new(0.5f);
        Tensor ones = Tensor.From([.. Enumerable.Repeat(1f, 4096)], [64, 64]);
        using Recording training = gpu.Record(() => dropout.Forward(ones));
        using Recording evaluation = gpu.Record(() => dropout.Forward(ones) * 1f, training: false);
        training.Replay();
        float[] first = training.Result.ToArray();
        training.Replay();
        float[] second = training.Result.ToArray();
        evaluation.Replay();
        Assert.All(first, value => Assert.Contains(value, (float[])[0, 2]));
        Assert.InRange(first.Average(), 0.9f, 1.1f);
        Assert.NotEqual(first, second);
        Assert.All(evaluation.Result.ToArray(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void TheBackwardDrawsTheForwardsMask()
    {
        Tensor ones = Tensor.From([.. Enumerable.Repeat(1f, 512)], [512]);
        using Recording step = gpu.Record(() =>
        {
            Tensor dropped = ones.Dropout(0.25f);
            return [dropped, dropped.Sum().Gradients(ones)[0]];
        });
        step.Replay(2);
        Assert.Equal(step.Results[0].ToArray(), step.Results[1].ToArray());
        Assert.Contains(0f, step.Results[0].ToArray());
    }
}
