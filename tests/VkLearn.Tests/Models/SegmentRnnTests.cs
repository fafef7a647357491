using VkLearn.Layers;
using VkLearn.Models;
using Xunit;

namespace VkLearn.Tests.Models;

public sealed class SegmentRnnTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>Each segment ahead is one step more from the state after the past, by the vector of its place.</summary>
    [Theory, InlineData(1, 1, 1, 1, 1), InlineData(3, 12, 6, 3, 2), InlineData(2, 8, 8, 4, 1)]
    public void SegmentsAheadAreStepsFromTheSameState(int rows, int past, int ahead, int segment, int outputs)
    {
        const int units = 5;
        SegmentRnn model = new(ahead, segment, units, outputs: outputs);
        Gru gru = model.Children.OfType<Gru>().Single();
        Dense[] dense = [.. model.Children.OfType<Dense>()];
        float[] x = (float[])Input.Of([rows, past, 1]).Values(new System.Random(3));
        using Recording recording = Gpu.Record(() =>
        {
            Tensor read = dense[0].Forward(Tensor.From(x, [rows, past / segment, segment])).Maximum(0);
            Tensor state = gru.Forward(read, Tensor.Zeros([1, rows, units]))[1];
            Tensor[] made = [.. Enumerable.Range(0, ahead / segment).Select(place => dense[1].Forward(gru.Forward(
                model.Places.Value.Slice(0, place, 1).BroadcastTo([rows, units]).Reshape([rows, 1, units]), state)[0]
                .Reshape([rows, units])))];
            return [model.Forward(Tensor.From(x, [rows, past, 1])), Tensor.Concat(1, made)];
        }, training: false);
        recording.Replay();
        Assert.Equal(Shape.Of([rows, ahead * outputs]), recording.Results[0].Shape);
        AssertClose([.. recording.Results[1].ToArray().Select(value => (double)value)], recording.Results[0].ToArray());
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("ahead must be a multiple of segment 4, received 6",
            Assert.Throws<ArgumentException>(() => new SegmentRnn(6, 4)).Message);
        Assert.Contains("past a multiple of segment 4, received [2, 6, 1]",
            Assert.Throws<ArgumentException>(() => new SegmentRnn(8, 4).Forward(Tensor.Ones([2, 6, 1]))).Message);
        Assert.Contains("use channelIndependent: true",
            Assert.Throws<ArgumentException>(() => new SegmentRnn(8, 4).Forward(Tensor.Ones([2, 8, 3]))).Message);
    }
}
