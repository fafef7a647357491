using VkLearn.Gpu;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

[Collection("gpu")]
public sealed class CellTests(GpuFixture fixture) : IDisposable
{
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Fact]
    public void IsToldInTermsOfTheThing()
    {
        IndexPart[] weight = [new("neuron", 1), new("pixel", 0, Rows: (2, 3))];
        IndexPart[] filter = [new("filter", 0), new("channel", 1), new("", 2, 2)];

        Assert.Equal("neuron 3, pixel (1, 2)", At(weight, [6, 4], 5 * 4 + 3));
        Assert.Equal("filter 1, channel 0, (2, 1)", At(filter, [2, 1, 3, 3], 9 + 7));
        Assert.Equal("x [1, 0, 2, 1]", At([], [2, 1, 3, 3], 9 + 7));
    }

    string At(IndexPart[] parts, int[] shape, int flat)
    {
        TensorSource tensor = memory.Tensor(shape, new float[shape.Aggregate(1, (a, b) => a * b)]) with { Parts = parts };
        return new Cell(tensor, flat, 0, default).Words;
    }
}
