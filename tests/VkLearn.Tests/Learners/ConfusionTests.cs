using VkLearn.Tests.Tracing;
using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class ConfusionTests(GpuFixture fixture)
{
    [Fact]
    public void RowsAreTheSharesOfATrueClassTheLaterTheHeavier()
    {
        State logits = new("logits", [5, 3]), label = new("labels", [5], type: DType.Int32);
        using Recording step = fixture.Gpu.Record(() => [logits.Value * 1f, label.Value + Tensor.From(new int[5], [5])]);
        Confusion confusion = new(classes: 3, keep: 0.5f);
        using Recording look = fixture.Gpu.Record(() =>
        {
            Tensor prediction = step.Results[0].ArgMax(-1);
            return [prediction, confusion.Add(step.Results[1], prediction)];
        }, training: false);
        label.Load([0, 0, 1, 1, -1]);
        logits.Load([1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 3, 0, 9, 0, 0]);
        step.Replay();
        look.Replay();

        Assert.Equal([0, 1, 1, 1, 0], look.Results[0].ToArray());
        Assert.Equal([0.5f, 0.5f, 0, 0, 1, 0, 0, 0, 0], look.Results[1].ToArray());

        label.Load([0, 0, 2, 2, -1]);
        step.Replay();
        look.Replay();
        Assert.Equal([0.5f, 0.5f, 0, 0, 1, 0, 0, 1, 0], look.Results[1].ToArray());

        logits.Load([0, 1, 0, 0, 2, 0, 0, 1, 0, 0, 0, 3, 9, 0, 0]);
        step.Replay();
        look.Replay();
        Close.To([0.75 / 3.5, 2.75 / 3.5, 0, 0, 1, 0, 0, 2 / 3.0, 1 / 3.0], look.Results[1].ToArray());

        confusion.Clear();
        look.Replay();
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 0.5f, 0.5f], look.Results[1].ToArray());
    }
}
