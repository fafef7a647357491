using VkLearn.Tests.Tracing;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Training;

[Collection("gpu")]
public sealed class ConfusionTests(GpuFixture fixture)
{
    [Fact]
    public void RowsAreTheSharesOfATrueClassTheLaterTheHeavier()
    {
        State logits = new("logits", [5, 3]), label = new("labels", [5], type: DType.Int32);
        using Recording step = fixture.Gpu.Record(() => [logits.Value * 1f, label.Value + Tensor.From(new int[5], [5])]);
        using Confusion confusion = new(fixture.Gpu, step.Results[0], step.Results[1], keep: 0.5f);
        label.Load([0, 0, 1, 1, -1]);
        logits.Load([1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 3, 0, 9, 0, 0]);
        step.Replay();
        confusion.Look();

        Assert.Equal([0, 1, 1, 1, 0], confusion.Prediction.ToArray());
        Assert.Equal([0.5f, 0.5f, 0, 0, 1, 0, 0, 0, 0], confusion.Shares.ToArray());

        label.Load([0, 0, 2, 2, -1]);
        step.Replay();
        confusion.Look();
        Assert.Equal([0.5f, 0.5f, 0, 0, 1, 0, 0, 1, 0], confusion.Shares.ToArray());

        logits.Load([0, 1, 0, 0, 2, 0, 0, 1, 0, 0, 0, 3, 9, 0, 0]);
        step.Replay();
        confusion.Look();
        Close.To([0.75 / 3.5, 2.75 / 3.5, 0, 0, 1, 0, 0, 2 / 3.0, 1 / 3.0], confusion.Shares.ToArray());

        confusion.Clear();
        confusion.Look();
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 0.5f, 0.5f], confusion.Shares.ToArray());
    }
}
