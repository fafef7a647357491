using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class LayerTableTests(GpuFixture fixture) : IDisposable
{
    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Fact]
    public void WritesMarksAndSaysWhatIsWrong()
    {
        TensorSource numbers = memory.Tensor([3, 5], 0.25f, 0.5f, 0.125f, 1e-3f, 2, 1, 2, 0.5f, 2e-5f, 3, 4, 5, -1, 0.5f, 1e-6f);
        LayerTable table = new(numbers, ["a Dense", "b Dense", "c Dense"], (i, one) => one.Dead > 0.4f ? $"{i} is dead" : null);
        using Picture picture = new(gpu, table, 700, 200);
        Frames(picture, 4);

        Assert.Equal(["a Dense", "0.250 ± 0.500", "12.5 %", "0.100 %", "2.00"], table.TextsOf(0));
        Assert.Equal(["b Dense", "1.00 ± 2.00", "50.0 %", "0.0020 %", "3.00"], table.TextsOf(1));
        Assert.Equal(["c Dense", "4.00 ± 5.00", "–", "50.0 %", "1.0e-6"], table.TextsOf(2));
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(table.IsMarked));
        Assert.Equal("1 is dead", table.Remark);
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(i => IsRed(picture, table, i)));

        memory.Write(numbers, 0.25f, 0.5f, 0, 1e-3f, 2, 1, 2, 0, 2e-5f, 3, 4, 5, -1, 0.5f, 1e-6f);
        Frames(picture, 8);
        Assert.Equal("All layers look healthy.", table.Remark);
        Assert.False(IsRed(picture, table, 1));
    }

    [Fact]
    public void ReadsFewBytesAFrameAndManyLayersInTurn()
    {
        const int layers = 21;
        TensorSource numbers = memory.Tensor([layers, 5], [.. Enumerable.Range(0, layers * 5).Select(i => (float)i)]);
        LayerTable table = new(numbers, [.. Enumerable.Range(0, layers).Select(i => $"layer {i}")], (_, _) => null);
        using Picture picture = new(gpu, table, 700, 160);
        for (int i = 0; i < 20; i++)
        {
            long before = gpu.Staging.BytesDownloaded;
            Assert.True(picture.Renderer.Render(TimeSpan.FromSeconds(i * 0.11)));
            Assert.InRange(gpu.Staging.BytesDownloaded - before, 0, 80);
            gpu.WaitIdle();
        }

        Assert.Equal("104", table.TextsOf(20)[4]);
        Assert.Equal("All layers look healthy.", table.Remark);
        uint[] before2 = picture.OfDrawn(table.Content, 3);
        picture.Point(PointerAction.Scroll, table.Content.X + 5, table.Content.Y + 30, scroll: -1);
        Assert.NotEqual(before2, picture.OfDrawn(table.Content, 3.01));
    }

    [Fact]
    public void RefusesOtherShapes() => Assert.Equal("LayerTable \"x\": Float32 [1, 5] is needed, received [1, 4].",
        Assert.Throws<ArgumentException>(() => new LayerTable(memory.Tensor([1, 4], 1, 2, 3, 4), ["a"], (_, _) => null)).Message);

    static void Frames(Picture picture, int count)
    {
        for (int i = 0; i < count; i++)
        {
            picture.Draw(picture.Renderer.Frames * 0.2);
        }
    }

    /// <summary>Whether there is a mark before a layer's line.</summary>
    static bool IsRed(Picture picture, LayerTable table, int layer)
    {
        Rectangle mark = new(table.Content.X, table.Content.Y + 17 * (layer + 1), 8, 17);
        return picture.Of(mark).Any(pixel => (pixel & 255) > 180 && (pixel >> 8 & 255) < 130);
    }
}

file static class Drawing
{
    extension(Picture picture)
    {
        public uint[] OfDrawn(Rectangle place, double seconds)
        {
            picture.Draw(seconds);
            return picture.Of(place);
        }
    }
}
