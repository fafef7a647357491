using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class DrawingPadTests(GpuFixture fixture) : IDisposable
{
    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Fact]
    public void AStrokeIsDrawnErasedAndCleared()
    {
        DrawingPad pad = new(gpu, "pad", 28, 28);
        int changes = 0;
        pad.Changed += () => changes++;
        using Picture picture = new(gpu, pad);
        picture.Draw();
        Assert.Equal(1, changes);
        Drag(picture, pad, 5, 14, 23, 14, button: 0);
        picture.Draw(1);
        Assert.Equal(2, changes);
        float[] image = memory.Read<float>(pad.Image);
        Assert.Equal(pad.Pixels, image);
        Assert.Equal(1, image[14 * 28 + 14]); // two rows of the stroke are full, one on each side in part, as in MNIST
        Assert.Equal(1, image[13 * 28 + 14]);
        Assert.InRange(image[15 * 28 + 14], 0.05f, 0.6f);
        Assert.Equal(0, image[17 * 28 + 14]);
        Assert.Equal(0, image[14 * 28 + 1]);
        Assert.All(Enumerable.Range(0, 28 * 28), i => Colors.AssertNear(
            (uint)Math.Round(image[i] * 255) * 0x010101 | 0xFF000000, picture.At(PixelOf(pad, i % 28 + 0.5f, i / 28 + 0.5f)), 1));

        Drag(picture, pad, 14, 4, 14, 24, button: 1);
        picture.Draw(2);
        Assert.Equal(0, pad.Pixels[14 * 28 + 14]);
        Assert.Equal(1, pad.Pixels[14 * 28 + 7]);

        Drag(picture, pad, 3, 3, 3, 3, button: 0);
        picture.Draw(2.1);
        Drag(picture, pad, 3, 3, 3, 3, button: 0);
        picture.Draw(2.2);
        Assert.True(pad.IsEmpty);
        Assert.All(memory.Read<float>(pad.Image), static value => Assert.Equal(0, value));
    }

    [Fact]
    public void NothingIsUploadedWhileNothingChanges()
    {
        using Picture picture = new(gpu, new DrawingPad(gpu, "pad", 28, 28));
        picture.Draw();
        long uploaded = gpu.Staging.BytesUploaded;
        picture.Draw(1);
        Assert.Equal(uploaded, gpu.Staging.BytesUploaded);
    }

    [Fact]
    public void AStrokeMayLeaveThePad()
    {
        DrawingPad pad = new(gpu, "pad", 8, 8);
        using Picture picture = new(gpu, pad);
        picture.Draw();
        Drag(picture, pad, 4, 4, 40, -30, button: 0);
        picture.Draw(1);
        Assert.Equal(0, pad.Pixels[63]);
        Assert.False(pad.IsEmpty);
    }

    [Fact]
    public void AnExampleStandsUntilTheFirstStroke()
    {
        DrawingPad pad = new(gpu, "pad", 8, 8);
        float[] example = [.. Enumerable.Range(0, 64).Select(i => i / 64f)];
        pad.Suggest(example);
        using Picture picture = new(gpu, pad);
        picture.Draw();
        Assert.True(pad.IsEmpty);
        Assert.Equal(example, memory.Read<float>(pad.Image));

        Drag(picture, pad, 1, 1, 1, 2, button: 0);
        picture.Draw(1);
        Assert.False(pad.IsEmpty);
        Assert.Equal(0, pad.Pixels[63]); // gone
        Assert.True(pad.Pixels[8 + 1] > 0);
    }

    static void Drag(Picture picture, DrawingPad pad, float x0, float y0, float x1, float y1, int button)
    {
        ((int fromX, int fromY), (int toX, int toY)) = (PixelOf(pad, x0, y0), PixelOf(pad, x1, y1));
        picture.Point(PointerAction.Press, fromX, fromY, button);
        picture.Point(PointerAction.Move, toX, toY, button);
        picture.Point(PointerAction.Release, toX, toY, button);
        picture.Point(PointerAction.Leave, toX, toY); // no tooltip
    }

    static (int X, int Y) PixelOf(DrawingPad pad, float x, float y) =>
        ((int)(pad.Area.X + x * pad.Area.Width / pad.Source.Shape[1]), (int)(pad.Area.Y + y * pad.Area.Height / pad.Source.Shape[0]));
}
