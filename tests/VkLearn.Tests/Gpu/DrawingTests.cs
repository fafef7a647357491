using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

[Collection("gpu")]
public sealed class DrawingTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Theory, InlineData(ImageFormat.Rgba8), InlineData(ImageFormat.Bgra8)]
    [InlineData(ImageFormat.Rgba8Srgb), InlineData(ImageFormat.Bgra8Srgb)]
    public void DrawsATensorWhereItLies(ImageFormat format)
    {
        using Words words = new(gpu, 61, 37);
        byte[] expected = words.Randomize(seed: 1);
        byte[] drawn = Draw(gpu, 61, 37, format, (0, 0, 0, 0), recorder => words.Draw(recorder, format));
        AssertNear(expected, drawn, levels: format.IsSrgb ? 1 : 0);
    }

    [Theory, InlineData(3, 2), InlineData(-4, -5), InlineData(14, 9), InlineData(30, 0), InlineData(-20, 0)]
    public void CutsOffWhatLiesOutside(int x, int y)
    {
        using Words words = new(gpu, 13, 7);
        byte[] pixels = words.Randomize(seed: 2), expected = new byte[21 * 11 * 4];
        for (int i = 0; i < expected.Length; i++)
        {
            int column = i / 4 % 21 - x, row = i / 4 / 21 - y;
            bool isInside = column is >= 0 and < 13 && row is >= 0 and < 7;
            expected[i] = isInside ? pixels[(row * 13 + column) * 4 + i % 4] : (byte)(i % 4 == 0 ? 51 : 255);
        }
        Assert.Equal(expected,
            Draw(gpu, 21, 11, ImageFormat.Rgba8, (0.2f, 1, 1, 1), recorder => words.Draw(recorder, ImageFormat.Rgba8, x, y)));
    }

    [Fact]
    public void LaysPremultipliedColoursOver()
    {
        using Words words = new(gpu, 1, 1);
        gpu.Staging.Upload<byte>([200, 100, 0, 255], words.X);
        byte[] drawn = Draw(gpu, 1, 1, ImageFormat.Rgba8, (0, 0, 1, 1), recorder =>
        {
            words.Draw(recorder, ImageFormat.Rgba8, alpha: 0.5f);
            words.Draw(recorder, ImageFormat.Rgba8, alpha: 0); // nothing
        });
        AssertNear([100, 50, 128, 255], drawn, levels: 1);
    }

    [Fact]
    public void KeepsWhatIsThere()
    {
        using Words left = new(gpu, 4, 5), right = new(gpu, 3, 5);
        byte[] expectedLeft = left.Randomize(3), expectedRight = right.Randomize(4);
        using GpuImage image = gpu.NewImage(7, 5, ImageFormat.Rgba8, "kept");
        Submit(recorder =>
        {
            recorder.BeginDrawing(image, (1, 1, 1, 1));
            left.Draw(recorder, ImageFormat.Rgba8);
            recorder.EndDrawing(ImageUse.Sampled);
        });
        Submit(recorder =>
        {
            recorder.BeginDrawing(image, null);
            right.Draw(recorder, ImageFormat.Rgba8, x: 4);
            recorder.EndDrawing(ImageUse.CopySource);
        });
        byte[] drawn = image.ReadPixels();
        Assert.Equal(
            Enumerable.Range(0, 5).SelectMany(row =>
                expectedLeft[(row * 16)..(row * 16 + 16)].Concat(expectedRight[(row * 12)..(row * 12 + 12)])),
            drawn);
    }

    /// <summary>Training goes on while frames are drawn: each sees the values of its moment, in one list and over many.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void DrawsTheValuesOfTheMoment(bool inOneList)
    {
        const int count = 61 * 37, frames = 12;
        using Affine affine = new(gpu, count);
        using Words sum = new(gpu, 61, 37);
        GpuImage[] images = [.. Enumerable.Range(0, frames).Select(i => gpu.NewImage(61, 37, ImageFormat.Rgba8, $"moment {i}"))];
        gpu.Staging.Upload<float>([.. Enumerable.Repeat(1f, count)], affine.X);
        using CommandList training = affine.Record(gpu);
        using FrameList list = gpu.NewFrames();
        using CommandRecorder whole = gpu.BeginRecording("moments");
        for (int i = 0; i < frames; i++)
        {
            if (!inOneList)
            {
                gpu.Timeline.Submit(training);
            }
            CommandRecorder recorder = inOneList ? whole : list.Begin();
            if (inOneList)
            {
                recorder.Dispatch(affine.Kernel, affine.Arguments(), affine.Groups);
            }
            recorder.BeginDrawing(images[i], (0, 0, 0, 0));
            byte[] arguments = sum.Arguments(0, 0, 1);
            BitConverter.TryWriteBytes(arguments, affine.Sum.Address);
            recorder.Draw(gpu.GetDrawKernel(Words.Quad, Words.Code, ImageFormat.Rgba8), arguments, 0, 0, 61, 37);
            recorder.EndDrawing(ImageUse.CopySource);
            if (!inOneList)
            {
                list.Submit(recorder);
            }
        }
        if (inOneList)
        {
            using CommandList moments = whole.End();
            gpu.Timeline.Submit(moments);
        }
        for (int i = 0; i < frames; i++)
        {
            byte[] value = BitConverter.GetBytes(i + 1f); // a float's bytes, as red, green, blue and alpha
            Assert.Equal(Enumerable.Range(0, count * 4).Select(at => value[at % 4]), images[i].ReadPixels());
            images[i].Dispose();
        }
    }

    [Fact]
    public void RefusesWhatIsOutOfPlace()
    {
        using Affine affine = new(gpu, 16);
        using Words words = new(gpu, 4, 4);
        using GpuImage image = gpu.NewImage(4, 4, ImageFormat.Rgba8, "refused");
        using CommandRecorder recorder = gpu.BeginRecording("refused");
        Assert.Equal("The recording of command list \"refused\" is not drawing. Call BeginDrawing first.",
            Assert.Throws<InvalidOperationException>(() => words.Draw(recorder, ImageFormat.Rgba8)).Message);
        Assert.Equal("Nothing was drawn on image \"refused\" of 4 x 4 pixels that could stay. Give a colour to clear it with.",
            Assert.Throws<InvalidOperationException>(() => recorder.BeginDrawing(image, null)).Message);
        Assert.Throws<InvalidOperationException>(image.ReadPixels);
        recorder.BeginDrawing(image, (0, 0, 0, 1));
        string busy = "The recording of command list \"refused\" is drawing on image \"refused\" of 4 x 4 pixels. " +
            "Record all else before BeginDrawing or after EndDrawing.";
        Assert.Equal(busy, Assert.Throws<InvalidOperationException>(
            () => recorder.Dispatch(affine.Kernel, affine.Arguments(), affine.Groups)).Message);
        Assert.Equal(busy, Assert.Throws<InvalidOperationException>(recorder.Barrier).Message);
        Assert.Equal("Kernel \"Words.frag\" draws on Bgra8, image \"refused\" of 4 x 4 pixels is Rgba8.",
            Assert.Throws<ArgumentException>(() => words.Draw(recorder, ImageFormat.Bgra8)).Message);
        recorder.EndDrawing(ImageUse.CopySource);
        Assert.Equal("Shader \"Words.frag\" is of the stage Fragment, one of Compute is needed here.",
            Assert.Throws<ArgumentException>(() => gpu.GetKernel(Words.Code)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => gpu.NewImage(0, 4, ImageFormat.Rgba8, "empty"));
    }

    [Fact]
    public void ReadsVectorsAsArguments() => Assert.Equal(
        [
            new("x", 0, ArgumentKind.Address, Access.Read),
            new("origin", 8, ArgumentKind.Float, Access.None, 2),
            new("size", 16, ArgumentKind.Int, Access.None, 2),
            new("alpha", 24, ArgumentKind.Float, Access.None),
        ],
        Words.Code.Arguments);

    [Fact]
    public void ADeviceThatCannotDrawSaysSo()
    {
        using GpuDevice plain = GpuDevice.Open(new GpuOptions { HideFeature = "dynamicRendering" });
        Assert.False(plain.Info.CanDraw);
        string expected = $"{plain.Info.Name} cannot draw: it lacks dynamicRendering. Train without views, or choose another device.";
        Assert.Equal(expected,
            Assert.Throws<NotSupportedException>(() => plain.NewImage(4, 4, ImageFormat.Rgba8, "none")).Message);
        Assert.Equal(expected,
            Assert.Throws<NotSupportedException>(() => plain.GetDrawKernel(Words.Quad, Words.Code, ImageFormat.Rgba8)).Message);
    }

    [Fact]
    public void DrawsByTheExtensionBeforeVulkan13()
    {
        List<GpuMessage> messages = [];
        using (GpuDevice older = GpuDevice.Open(new GpuOptions { HideFeature = "Vulkan 1.3", Validation = true, Message = messages.Add }))
        {
            Assert.SkipUnless(older.Info.CanDraw, "the driver has no VK_KHR_dynamic_rendering");
            using Words words = new(older, 5, 3);
            byte[] expected = words.Randomize(seed: 5);
            Assert.Equal(expected,
                Draw(older, 5, 3, ImageFormat.Rgba8, (0, 0, 0, 0), recorder => words.Draw(recorder, ImageFormat.Rgba8)));
        }
        Assert.Empty(messages);
    }

    [Fact]
    public void ReportsAForgottenImage()
    {
        List<GpuMessage> messages = [];
        GpuDevice other = GpuDevice.Open(new GpuOptions { Validation = true, Message = messages.Add });
        other.NewImage(8, 4, ImageFormat.Bgra8, "forgotten");
        other.NewReadback(8, "forgotten");
        other.Dispose();
        Assert.Equal(
            [
                "[vulkan error] leak: image \"forgotten\" of 8 x 4 pixels was not disposed before its device.",
                "[vulkan error] leak: readback \"forgotten\" of 8 bytes was not disposed before its device.",
            ],
            messages.Select(static message => message.ToString()).Order());
    }

    static byte[] Draw(
        GpuDevice gpu, int width, int height, ImageFormat format, (float, float, float, float) clear, Action<CommandRecorder> draw)
    {
        using GpuImage image = gpu.NewImage(width, height, format, "drawn");
        using CommandRecorder recorder = gpu.BeginRecording("draw");
        recorder.BeginDrawing(image, clear);
        draw(recorder);
        recorder.EndDrawing(ImageUse.CopySource);
        using CommandList list = recorder.End();
        gpu.Timeline.Submit(list);
        return image.ReadPixels();
    }

    void Submit(Action<CommandRecorder> record)
    {
        using CommandRecorder recorder = gpu.BeginRecording("draw");
        record(recorder);
        using CommandList list = recorder.End();
        gpu.Timeline.Submit(list);
    }

    static void AssertNear(byte[] expected, byte[] drawn, int levels)
    {
        Assert.Equal(expected.Length, drawn.Length);
        Assert.InRange(expected.Zip(drawn, static (wanted, got) => Math.Abs(wanted - got)).Max(), 0, levels);
    }
}
