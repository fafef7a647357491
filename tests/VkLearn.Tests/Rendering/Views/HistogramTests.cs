using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class HistogramTests(GpuFixture fixture) : IDisposable
{
    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    public static TheoryData<ElementType, int> Cases => new(
        from type in Enum.GetValues<ElementType>() from count in (int[])[1, 7, 33, 1025, 20_001] select (type, count));

    [Theory, MemberData(nameof(Cases))]
    public void CountsAreExact(ElementType type, int count)
    {
        float[] values = Memory.Values(type, count);
        Histogram histogram = new(memory.Tensor(type, [count], values));
        using Picture picture = new(gpu, histogram);
        picture.Draw();
        Assert.Equal(Expected(values), memory.Read<uint>(histogram.Counts));
    }

    [Fact]
    public void WhatIsNoNumberIsNotCounted()
    {
        float[] values = [float.NaN, -1, float.PositiveInfinity, 1, 0.5f, float.NegativeInfinity];
        Histogram histogram = new(memory.Tensor([6], values));
        using Picture picture = new(gpu, histogram);
        picture.Draw();
        Assert.Equal(Expected([-1, 1, 0.5f]), memory.Read<uint>(histogram.Counts));
    }

    [Fact]
    public void BarsAreAsHighAsTheirCounts()
    {
        float[] values = [.. Enumerable.Range(0, 64).SelectMany(static bin => Enumerable.Repeat(bin + 0.5f, bin % 8 * 4)), 0, 64];
        Histogram histogram = new(memory.Tensor([values.Length], values));
        using Picture picture = new(gpu, histogram);
        picture.Draw();
        uint[] counts = memory.Read<uint>(histogram.Counts);
        Rectangle plot = histogram.Plot;
        for (int bin = 0; bin < 64; bin++)
        {
            int x = plot.X + (int)((bin + 0.4) * plot.Width / 64);
            int lit = Enumerable.Range(plot.Y, plot.Height - 1).Count(y => picture.At(x, y) == 0xFFFFA84C); // Theme.Accent
            double expected = counts[bin] * (plot.Height - 1.0) / counts[64];
            Assert.InRange(lit, expected - 1.5, counts[bin] == 0 ? 0 : Math.Max(1, expected + 0.5));
        }
    }

    static uint[] Expected(float[] values)
    {
        float low = values.Min(), span = values.Max() - low, perUnit = span > 0 ? 64 / span : 0;
        uint[] bins = new uint[65];
        foreach (float value in values)
        {
            bins[(int)Math.Clamp((value - low) * perUnit, 0, 63)]++;
        }
        bins[64] = bins.Max();
        return bins;
    }
}
