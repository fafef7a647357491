using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class ImageBatchTests(GpuFixture fixture) : IDisposable
{
    const uint Right = 0xFF86C946, Wrong = 0xFF5F5FF0, Plain = 0xFF97867C; // the theme's

    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Theory, InlineData(ElementType.Float32, 1, 7, 5), InlineData(ElementType.UInt8, 1, 5, 7), InlineData(ElementType.Float16, 3, 4, 4)]
    [InlineData(ElementType.UInt8, 3, 1, 33), InlineData(ElementType.Float32, 3, 33, 1)]
    public void PixelsAreTheImages(ElementType type, int channels, int height, int width)
    {
        const int count = 5;
        float full = type == ElementType.UInt8 ? 255 : 1;
        float[] values = [.. Memory.Values(ElementType.UInt8, count * channels * height * width).Select(value => value / 255 * full)];
        ImageBatch batch = new(memory.Tensor(type, [count, channels, height, width], values), []);
        using Picture picture = new(gpu, batch);
        picture.Draw();
        Assert.Equal(count, batch.Fit.Shown);
        for (int image = 0; image < count; image++)
        {
            Rectangle inner = Inner(batch, image);
            foreach ((int x, int y) in from y in Enumerable.Range(0, inner.Height) from x in Enumerable.Range(0, inner.Width) select (x, y))
            {
                int column = (int)((x + 0.5) * width / inner.Width), row = (int)((y + 0.5) * height / inner.Height);
                uint Channel(int channel)
                {
                    float value = values[((image * channels + channel % channels) * height + row) * width + column] / full;
                    return (uint)Math.Round((type == ElementType.Float16 ? (float)(Half)value : value) * 255.0);
                }
                Colors.AssertNear(
                    Channel(0) | Channel(1) << 8 | Channel(2) << 16 | 0xFF000000, picture.At(inner.X + x, inner.Y + y), tolerance: 1);
            }
        }
    }

    [Fact]
    public void FramesAndNamesSayWhetherThePredictionIsRight()
    {
        TensorSource images = memory.Tensor([4, 8, 8], [.. new float[255], float.NaN]);
        ImageBatch batch = new(images, ["cat", "dog", "bird"])
        {
            Predictions = memory.Tensor(ElementType.Int32, [4], [1, 0, 1, 2]),
            Labels = memory.Tensor(ElementType.Int32, [4], [1, 2, 0, -1]),
        };
        using Picture picture = new(gpu, batch);
        picture.Draw();
        Rectangle[] places = [.. Enumerable.Range(0, 4).Select(i => Inner(batch, i))];
        Assert.Equal([Right, Wrong, Wrong, Plain], places.Select(image => picture.At(image.X - 1, image.Y)));
        bool[][] names = [.. Enumerable.Range(0, 4).Select(i => NameOf(picture, batch, i))];
        Assert.Contains(true, names[0]);
        Assert.InRange(Differences(names[0], names[2]), 0, 8); // both "dog", in other colours
        Assert.InRange(Differences(names[0], names[1]), 30, 1000);
        Rectangle last = Inner(batch, 3);
        Assert.Equal(ColorMap.Nan, picture.At(last.Right - 1, last.Bottom - 1));
    }

    [Fact]
    public void BelowAMistakeStandsWhatItIs()
    {
        TensorSource images = memory.Tensor([4, 8, 8], new float[256]);
        ImageBatch batch = new(images, ["pullover", "shirt"])
        {
            Predictions = memory.Tensor(ElementType.Int32, [4], [0, 0, 1, 1]),
            Labels = memory.Tensor(ElementType.Int32, [4], [0, 1, 0, -1]),
        };
        using Picture picture = new(gpu, batch);
        picture.Draw();
        uint[][] second = [.. Enumerable.Range(0, 4).Select(i => Inner(batch, i)).Select(inner =>
            picture.Of(new(inner.X, inner.Bottom + 1 + 11, inner.Width, 11)))];
        bool[] isGreen = [.. second.Select(pixels => pixels.Any(static pixel => Colors.Distance(pixel, Right) < 90))];
        Assert.Equal([false, true, true, false], isGreen); // right, "is shirt", "is pullover", without a label
        Assert.NotEqual(second[1], second[2]);
        Assert.True(ImageBatch.CaptionWidth(["cat", "pullover"]) > ImageBatch.CaptionWidth(["cat", "dog"]));
    }

    [Fact]
    public void ShortNamesStandInOneLine()
    {
        ImageBatch batch = new(memory.Tensor([4, 8, 8], new float[256]), ["4", "9"])
        {
            Predictions = memory.Tensor(ElementType.Int32, [4], [1, 1, 0, 1]),
            Labels = memory.Tensor(ElementType.Int32, [4], [1, 0, 1, 0]),
        };
        using Picture picture = new(gpu, batch);
        picture.Draw();
        bool[][] texts = [.. Enumerable.Range(0, 4).Select(i => NameOf(picture, batch, i))];
        Assert.True(texts[0].Count(static ink => ink) * 2 < texts[1].Count(static ink => ink)); // "9", "9, is 4"
        Assert.Equal(texts[1], texts[3]);
        Assert.NotEqual(texts[1], texts[2]); // "4, is 9"
    }

    [Fact]
    public void KnowsTheCellUnderThePointer()
    {
        ImageBatch batch = new(memory.Tensor([3, 4, 4], new float[48]), []);
        using Picture picture = new(gpu, batch);
        picture.Draw();
        Rectangle second = Inner(batch, 1);
        Assert.Equal("x [1, 3, 3]", batch.CellAt(second.Right - 1, second.Bottom - 1)!.Value.Words);
        Assert.Null(batch.CellAt(second.X - 1, second.Y));
    }

    [Fact]
    public void ANumberCanStandBelowEachImage()
    {
        TensorSource images = memory.Tensor([4, 8, 8], new float[256]);
        ImageBatch batch = new(images, []) { Values = memory.Tensor([4], 1.5f, -1.5f, 1.5f, 12.25f) };
        using Picture picture = new(gpu, batch);
        picture.Draw();
        bool[][] texts = [.. Enumerable.Range(0, 4).Select(i => NameOf(picture, batch, i))];
        int[] ink = [.. texts.Select(static text => text.Count(static pixel => pixel))];
        Assert.Equal(texts[0], texts[2]);
        Assert.True(0 < ink[0] && ink[0] < ink[1] && ink[1] < ink[3], string.Join(", ", ink)); // 1.50, -1.50, 12.25
    }

    [Fact]
    public void OutlinesTheMarkedImage()
    {
        ImageBatch batch = new(memory.Tensor([3, 8, 8], new float[192]), []) { UnitGroup = "images" };
        using Picture picture = new(gpu, batch);
        picture.Draw();
        Rectangle second = Inner(batch, 1);
        picture.Point(PointerAction.Press, second.X + 3, second.Y + 3);
        picture.Point(PointerAction.Release, second.X + 3, second.Y + 3);
        Assert.Equal(("images", 1), picture.Renderer.Selection.Unit);
        picture.Point(PointerAction.Leave, 0, 0);
        picture.Draw(1);
        Assert.Equal(0xFF57C8FF, picture.At(second.X - 2, second.Y + 5)); // Theme.Marked
        Assert.NotEqual(0xFF57C8FF, picture.At(Inner(batch, 0).X - 2, second.Y + 5));
    }

    [Fact]
    public void AllOfThemCanBeOfOneUnit()
    {
        ImageBatch batch = new(memory.Tensor([3, 8, 8], new float[192]), []) { UnitGroup = "layer", Unit = 7 };
        using Picture picture = new(gpu, batch);
        picture.Renderer.Selection.Unit = ("layer", 1);
        picture.Draw();
        Rectangle second = Inner(batch, 1);
        Assert.Equal(7, batch.CellAt(second.X, second.Y)!.Value.Unit);
        Assert.NotEqual(0xFF57C8FF, picture.At(second.X - 2, second.Y + 5));
    }

    [Fact]
    public void RefusesWhatIsNoImages() => Assert.Equal(
        "ImageBatch \"x\": images are [N, H, W], [N, 1, H, W] or [N, 3, H, W], received [2, 4, 8, 8].",
        Assert.Throws<ArgumentException>(() => new ImageBatch(memory.Tensor([2, 4, 8, 8], new float[512]), [])).Message);

    static int Differences(bool[] a, bool[] b) => a.Zip(b).Count(static pair => pair.First != pair.Second);

    static Rectangle Inner(ImageBatch batch, int image) => new(
        batch.Area.X + image % batch.Fit.Columns * batch.Fit.PitchX + 1, batch.Area.Y + image / batch.Fit.Columns * batch.Fit.PitchY + 1,
        batch.Fit.Width, batch.Fit.Height);

    /// <summary>Where there is ink below an image.</summary>
    static bool[] NameOf(Picture picture, ImageBatch batch, int image)
    {
        Rectangle inner = Inner(batch, image);
        uint[] below = picture.Of(new(inner.X, inner.Bottom + 1, inner.Width, 12));
        return [.. below.Select(static pixel => Colors.Distance(pixel, 0xFF1F1815) > 60)]; // Theme.Card
    }
}
