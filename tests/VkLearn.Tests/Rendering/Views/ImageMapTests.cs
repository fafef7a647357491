using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class ImageMapTests(GpuFixture fixture) : IDisposable
{
    const int Side = 8;

    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Theory, InlineData(1, Side, Side), InlineData(3, Side, Side), InlineData(1, 4, 2), InlineData(3, 1, 1)]
    public void PixelsAreTheImageMixedWithTheMapsColours(int channels, int mapHeight, int mapWidth)
    {
        Random random = new(1);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
        float[] image = Values(channels * Side * Side), map = Values(mapHeight * mapWidth);
        map[0] = 0;
        ImageMap view = new(memory.Tensor([1, channels, Side, Side], image), memory.Tensor([1, mapHeight, mapWidth], map));
        using Picture picture = new(gpu, view, 240, 220);
        picture.Draw();
        Rectangle area = view.Area;
        Assert.True(area.Width >= 15 * Side && area.Width == area.Height, $"{area}");
        foreach ((int x, int y) in from y in Enumerable.Range(0, area.Height) from x in Enumerable.Range(0, area.Width) select (x, y))
        {
            (double across, double down) = ((x + 0.5) / area.Width, (y + 0.5) / area.Height);
            double share = At(map, mapHeight, mapWidth, across, down) / Math.Max(map.Max(), 1e-9);
            double entry = 255 * share + 0.5;
            uint[] colors = [.. ((double[])[-1, 0, 1]).Select(step => Theme.Dark.Colors.Magnitude[(int)Math.Clamp(entry + step, 0, 255)])];
            int cell = (int)(down * Side) * Side + (int)(across * Side);
            uint pixel = picture.At(area.X + x, area.Y + y);
            double Dark(int channel) => image[channel % channels * Side * Side + cell] * 255 * ImageMap.Bright;
            Assert.Contains(colors, color => Enumerable.Range(0, 3).All(channel => Math.Abs(
                double.Lerp(Dark(channel), color >> 8 * channel & 255, ImageMap.Most * share) - (pixel >> 8 * channel & 255)) <= 1.5));
        }
    }

    [Fact]
    public void KnowsTheMapsCellUnderThePointer()
    {
        ImageMap view = new(memory.Tensor([1, Side, Side], new float[64]), memory.Tensor([2, 4], new float[8]));
        using Picture picture = new(gpu, view);
        picture.Draw();
        Assert.Equal("x [1, 3]", view.CellAt(view.Area.Right - 1, view.Area.Bottom - 1)!.Value.Words);
        Assert.Null(view.CellAt(view.Area.X - 1, view.Area.Y));
    }

    [Fact]
    public void AMapThatIsNoNumberShowsSo()
    {
        ImageMap view = new(memory.Tensor([1, 2, 2], new float[4]), memory.Tensor([2, 2], 0, 1, float.NaN, 0.5f));
        using Picture picture = new(gpu, view);
        picture.Draw();
        Assert.Equal(ColorMap.Nan, picture.At(view.Area.X + 2, view.Area.Bottom - 2));
    }

    [Fact]
    public void RefusesWhatIsNoImageOrNoMap()
    {
        TensorSource image = memory.Tensor([3, 4, 4], new float[48]), batch = memory.Tensor([2, 1, 4, 4], new float[32]);
        Assert.Equal("ImageMap \"x\": an image is [1, H, W] or [3, H, W], or a batch of one, received [2, 1, 4, 4].",
            Assert.Throws<ArgumentException>(() => new ImageMap(batch, image)).Message);
        Assert.Equal("ImageMap \"x\": a map is Float32 [h, w], or a batch of one, received [3, 4, 4].",
            Assert.Throws<ArgumentException>(() => new ImageMap(image, image)).Message);
    }

    /// <summary>A map at a place from 0 to 1: the cell there, or read linearly between four.</summary>
    static double At(float[] map, int height, int width, double across, double down)
    {
        float Cell(int row, int column) => map[Math.Min(row, height - 1) * width + Math.Min(column, width - 1)];
        if (height >= Side && width >= Side)
        {
            return Cell((int)(down * height), (int)(across * width));
        }
        double y = Math.Clamp(down * height - 0.5, 0, height - 1), x = Math.Clamp(across * width - 0.5, 0, width - 1);
        (int row, int column) = ((int)y, (int)x);
        return double.Lerp(double.Lerp(Cell(row, column), Cell(row, column + 1), x - column),
            double.Lerp(Cell(row + 1, column), Cell(row + 1, column + 1), x - column), y - row);
    }
}
