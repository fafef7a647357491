using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Tracing;

/// <summary>What cannot work is refused while tracing, with the op, the shapes and the way out.</summary>
[Collection("gpu")]
public sealed class RefusalsTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    string Refused<T>(Func<Tensor> body) where T : Exception => Assert.Throws<T>(() => gpu.Record(body)).Message;

    [Fact]
    public void ShapesThatDoNotFit()
    {
        Tensor a = Tensor.Ones([2, 3]), b = Tensor.Ones([4, 5]);
        Assert.Equal("Add: shapes [2, 3] and [4, 5] do not go together; sizes must be equal or 1, counted from the last axis.",
            Refused<ArgumentException>(() => a + b));
        Assert.Equal("MatMul: [2, 3] times [4, 5] is not possible: 3 columns meet 4 rows.", Refused<ArgumentException>(() => a.MatMul(b)));
        Assert.Equal("Reshape: [2, 3] has 6 elements, [7] has 7.", Refused<ArgumentException>(() => a.Reshape([7])));
        Assert.Equal("Slice: elements 1 to 3 of axis 0 are not all in [2, 3].", Refused<ArgumentException>(() => a.Slice(0, 1, 3)));
        Assert.Equal("Sum: axis 2 is not one of [2, 3], which has 2.", Refused<ArgumentException>(() => a.Sum(2)));
        Assert.Equal("Broadcast: [2, 3] does not repeat to [2, 4]; each size must be 1 or equal, counted from the last axis.",
            Refused<ArgumentException>(() => a.BroadcastTo([2, 4])));
        Assert.Equal("Permute: the order must name each axis of [2, 3] once, received [0, 0].",
            Refused<ArgumentException>(() => a.Permute(0, 0)));
        Assert.StartsWith("Concat: all but axis 0 must agree", Refused<ArgumentException>(() => Concat.Of(0, a, b)));
        Assert.StartsWith("Gather: needs Float32 or Int32 values and Int32 indices [n], received [2, 3] and [4, 5].",
            Refused<ArgumentException>(() => a.Gather(b)));
    }

    [Fact]
    public void LayersAndLossesThatDoNotFit()
    {
        Assert.Equal("Dense \"layers.1\": input [4, 3] has 3 features, weight [5, 2] expects 5. Use inFeatures: 3.",
            Refused<ArgumentException>(() => new Sequential(new Dense(2, 3), new Dense(5, 2)).Forward(Tensor.Ones([4, 2]))));
        Assert.Equal("SoftmaxCrossEntropy: needs logits [rows, classes] and Int32 labels [rows], received [4, 3] and Int32 [5].",
            Refused<ArgumentException>(() => Loss.SoftmaxCrossEntropy(Tensor.Ones([4, 3]), Tensor.From(new int[5], [5]))));
        Assert.Equal("data: a batch must have from 1 to 3 items, which is all there are, received 4.",
            Refused<ArgumentException>(() => Dataset.From(new float[6], new int[3], [2]).NextBatch(4)["image"]));
    }

    [Fact]
    public void ReadingWhatIsBeingRecorded()
    {
        Assert.Equal("[2] is being recorded: it has values after a replay, return it from the recording or Watch it.",
            Refused<InvalidOperationException>(() => (Tensor.Ones([2]) + 1f).ToArray()[0]));
        State state = new("state", [1]);
        Assert.Equal("state [1] is being recorded: it has values after a replay, return it from the recording or Watch it.",
            Refused<InvalidOperationException>(() => state.Value.ToArray()[0]));
    }

    [Fact]
    public void ReadingWhatARecordingDidNotReturn()
    {
        Tensor inner = null!;
        using Recording step = gpu.Record(() => (inner = Tensor.From([1f], [1]) * 2f) + 1f);
        step.Replay();
        Assert.Equal([3f], step.Result.ToArray());
    }

    [Fact]
    public void ARecordingInsideAnother() =>
        Assert.Equal("A recording cannot be made inside another: the body of Record runs once, while tracing.",
            Refused<InvalidOperationException>(() => gpu.Record(() => Tensor.Ones([1])).Result));

    [Fact]
    public void ARefusedRecordingLeavesNothingBehind()
    {
        Refused<ArgumentException>(() => Tensor.Ones([2]) + Tensor.Ones([3]));
        using Recording step = gpu.Record(() => Tensor.From([1f], [1]) + 1f);
        step.Replay();
        Assert.Equal(2, step.Result.Item());
    }

    [Fact]
    public void APlaceOfAnotherDevice()
    {
        State state = new("state", [1]);
        using Recording here = gpu.Record(() => state.Assign(state.Value + 1f));
        using GpuDevice other = GpuDevice.Open();
        Assert.Equal("state lies on another device: a place belongs to the device that used it first.",
            Assert.Throws<InvalidOperationException>(() => other.Record(() => state.Assign(state.Value + 1f))).Message);
    }

    [Fact]
    public void AParameterWithoutMemory() =>
        Assert.Equal("weight has no memory yet: record something that uses it first.",
            Assert.Throws<InvalidOperationException>(() => new Dense(1, 1).Weight.ToArray()).Message);
}
