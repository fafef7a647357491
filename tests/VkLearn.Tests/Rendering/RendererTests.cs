using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering;

[Collection("gpu")]
public sealed class RendererTests(GpuFixture fixture) : IDisposable
{
    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Fact]
    public void HoveringReadsOneElement()
    {
        TensorGrid grid = new(memory.Tensor(ElementType.Float32, [40, 50], Memory.Values(ElementType.Float32, 2000)));
        using Picture picture = new(gpu, grid);
        picture.Draw();
        picture.Draw(0.01);
        byte[] without = [];
        long downloaded = gpu.Staging.BytesDownloaded;
        Rectangle cell = grid.PlaceOf(0, 20, 21, 30, 31);
        picture.Point(PointerAction.Move, cell.X, cell.Y);
        Assert.True(picture.Renderer.Render(TimeSpan.FromSeconds(0.02)));
        Assert.Equal(4, gpu.Staging.BytesDownloaded - downloaded);
        gpu.WaitIdle();
        uint[] before = picture.Of(grid.Bounds);
        picture.Draw(0.03);
        Assert.NotEqual(before, picture.Of(grid.Bounds)); // the tooltip is there
    }

    [Fact]
    public void SteadyFramesMoveNoTensorBytesAndMakeNothing()
    {
        TensorSource large = memory.Tensor([256, 256], Memory.Values(ElementType.Float32, 65536));
        Layout<View> root = Layout<View>.Row(
            Layout<View>.Column(new TensorGrid(large), new Histogram(large)),
            Layout<View>.Column(new Matrix(memory.Tensor([2, 2], 1, 2, 3, 4), ["a", "b"], ["a", "b"]), new TextPanel("text")));
        using Picture picture = new(gpu, root);
        for (int i = 0; i < 20; i++)
        {
            picture.Draw(i * 0.1);
        }
        (long made, long up, long down) = (gpu.VulkanObjectsMade, gpu.Staging.BytesUploaded, gpu.Staging.BytesDownloaded);
        for (int i = 0; i < 30; i++)
        {
            Assert.True(picture.Renderer.Render(TimeSpan.FromSeconds(2 + i / 30.0)));
        }
        gpu.WaitIdle();
        Assert.Equal(made, gpu.VulkanObjectsMade);
        Assert.Equal(up, gpu.Staging.BytesUploaded);
        Assert.InRange(gpu.Staging.BytesDownloaded - down, 1, 1024); // numbers of three ranges and the highest bin
    }

    [Fact]
    public void TabShowsOneViewAfterTheOther()
    {
        (TextPanel a, TextPanel b) = (new("a"), new("b"));
        using Picture picture = new(gpu, Layout<View>.Row(a, b));
        List<(bool, bool)> shown = [];
        for (int i = 0; i < 4; i++)
        {
            picture.Draw(i);
            shown.Add((!a.Bounds.IsEmpty, !b.Bounds.IsEmpty));
            Assert.True(picture.Renderer.Key(new(Key.Tab, IsPressed: true, IsRepeat: false)));
        }
        Assert.Equal([(true, true), (true, false), (false, true), (true, true)], shown);
        Assert.False(picture.Renderer.Key(new(Key.Space, IsPressed: true, IsRepeat: false)));
    }

    [Fact]
    public void F1ListsTheKeys()
    {
        TextPanel text = new("a");
        using Picture picture = new(gpu, text);
        picture.Renderer.AddKey("Space", "pause");
        picture.Draw();
        uint[] before = picture.Of(text.Bounds);
        picture.Renderer.Key(new(Key.F1, IsPressed: true, IsRepeat: false));
        picture.Draw(1);
        Assert.NotEqual(before, picture.Of(text.Bounds));
        picture.Renderer.Key(new(Key.F1, IsPressed: false, IsRepeat: false));
        picture.Renderer.Key(new(Key.F1, IsPressed: true, IsRepeat: false));
        picture.Draw(2);
        Assert.Equal(before, picture.Of(text.Bounds));
    }

    [Fact]
    public void CountsFramesAndTheirTimes()
    {
        using Picture picture = new(gpu, new TextPanel("a"), 64, 64);
        for (int i = 0; i < 5; i++)
        {
            picture.Draw(i);
        }
        Assert.Equal((5, 4), (picture.Renderer.Frames, picture.Renderer.FrameTimes.Count));
        Assert.InRange(picture.Renderer.FrameTimes.Percentile(0.5), 0.001, picture.Renderer.FrameTimes.Percentile(0.99));
    }

    [Theory, InlineData(800, 450), InlineData(811, 457), InlineData(1920, 1080), InlineData(200, 90), InlineData(31, 17)]
    public void EverySizeIsDrawn(int width, int height)
    {
        TensorSource x = memory.Tensor([3, 10], Memory.Values(ElementType.Float32, 30));
        string[] names = [.. Enumerable.Range(0, 10).Select(static i => $"a rather long name of class {i}")];
        LineSeries line = new("a long name of a curve");
        line.Add(0, 1);
        line.Add(1e6, -3);
        TextPanel text = new("a title that is far too long for the room that it has got");
        text.Set("a long name", "and a value that is longer still, much longer");
        Layout<View> root = Layout<View>.Row(
            Layout<View>.Column(new TensorGrid(x), new Histogram(x), new ImageBatch(memory.Tensor([2, 9, 9], new float[162]), names)),
            Layout<View>.Column(new Matrix(x, names[..3], names), new Bars(memory.Tensor([10], new float[10]), names), text),
            Layout<View>.Column(new LinePlot("loss", line), new DrawingPad(gpu, "pad", 28, 28), new ControlPanel("none")));
        using Picture picture = new(gpu, root, width, height);
        picture.Renderer.ShowsHelp = true;
        picture.Draw();
        picture.Draw(1);
        View[] shown = [.. root.Leaves.Where(static view => !view.Bounds.IsEmpty)];
        Assert.NotEmpty(shown);
        Assert.All(shown, view => Assert.True(shown.Count(other => view.Bounds.Overlaps(other.Bounds)) == 1));
    }
}
