using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering;

[Collection("gpu")]
public sealed class RangeStateTests(GpuFixture fixture) : IDisposable
{
    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Fact]
    public void GrowsAtOnceAndShrinksSlowly()
    {
        TensorSource x = memory.Tensor([1, 3], 0, 1, 2);
        TensorGrid grid = new(x);
        using Picture picture = new(gpu, grid);
        picture.Draw();
        Assert.Equal((0, 2), Range(grid));
        memory.Write(x, 0, 1, 10);
        picture.Draw(0.1);
        Assert.Equal((0, 10), Range(grid));
        memory.Write(x, 0, 1, 2);
        picture.Draw(0.2);
        (float least, float greatest) = Range(grid);
        Assert.Equal(0, least);
        Assert.InRange(greatest, 9.2f, 9.6f); // e^(-0.1 / 1.5) of the way
        for (int i = 0; i < 40; i++)
        {
            picture.Draw(0.3 + i * 0.25);
        }
        Assert.InRange(Range(grid).Greatest, 2, 2.1f);
    }

    [Fact]
    public void ValuesThatAreNoNumbersAreNoPartOfIt()
    {
        TensorSource x = memory.Tensor([1, 4], float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.NaN);
        TensorGrid grid = new(x);
        using Picture picture = new(gpu, grid);
        picture.Draw();
        Assert.Equal((0, 1), Range(grid)); // none yet
        memory.Write(x, float.NaN, 5, float.NegativeInfinity, 7);
        picture.Draw(1);
        Assert.Equal((5, 7), Range(grid));
        memory.Write(x, float.NaN, float.NaN, float.NaN, float.NaN);
        picture.Draw(2);
        Assert.Equal((5, 7), Range(grid));
    }

    [Theory, InlineData(ColorScale.Auto, -1, 4, 256, -4, 4), InlineData(ColorScale.Magnitude, -1, 4, 0, -1, 4)]
    [InlineData(ColorScale.Signed, 1, 4, 256, -4, 4), InlineData(ColorScale.Auto, 0, 4, 0, 0, 4)]
    public void TheScaleIsSignedWhereItShouldBe(ColorScale scale, float least, float greatest, float map, float low, float high)
    {
        TensorGrid grid = new(memory.Tensor([1, 2], least, greatest)) { Scale = scale };
        using Picture picture = new(gpu, grid);
        picture.Draw();
        float[] state = memory.Read<float>(grid.Range.Buffer);
        Assert.Equal(map, state[2]);
        Assert.Equal(low, state[0]);
        Assert.Equal(high, state[0] + state[3] / state[1], 1e-5);
        picture.Draw(1);
        Assert.Equal((low, high), (grid.Range.Numbers!.Value.Low, grid.Range.Numbers.Value.High));
    }

    [Fact]
    public void AFixedRangeStands()
    {
        TensorGrid grid = new(memory.Tensor([1, 2], -50, 80), TileLayout.Of([1, 2]), fixedRange: (0, 1));
        using Picture picture = new(gpu, grid);
        picture.Draw();
        Assert.Equal((0, 1), Range(grid));
    }

    [Fact]
    public void OfALargeTensorAllElementsAreSeenWithinAFewRuns()
    {
        float[] values = new float[5 * (1 << 16) - 3];
        values[^2] = 77;
        TensorGrid grid = new(memory.Tensor([values.Length / 7, 7], values));
        using Picture picture = new(gpu, grid);
        for (int i = 0; i < 5; i++)
        {
            picture.Draw(i);
        }
        Assert.InRange(Range(grid).Greatest, 77 * MathF.Exp(-4 / 1.5f), 77);
    }

    (float Least, float Greatest) Range(TensorGrid grid)
    {
        float[] state = memory.Read<float>(grid.Range.Buffer);
        return (state[4], state[5]);
    }
}
