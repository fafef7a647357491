using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Tests.Gpu;
using Xunit;

namespace VkLearn.Tests.Rendering.Targets;

[Collection("gpu")]
public sealed class OffscreenTargetTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void KeepsTheLastFrame()
    {
        using OffscreenTarget target = new(gpu, 33, 9);
        using Words words = new(gpu, 33, 9);
        Assert.Equal((33, 9, ImageFormat.Rgba8), (target.Width, target.Height, target.Format));
        Assert.Throws<InvalidOperationException>(() => target.Recorder);
        for (int frame = 0; frame < 5; frame++)
        {
            byte[] expected = words.Randomize(frame);
            Assert.True(target.TryBegin(out GpuImage image));
            target.Recorder.BeginDrawing(image, (0, 0, 0, 1));
            words.Draw(target.Recorder, image.Format);
            target.Recorder.EndDrawing(frame % 2 == 0 ? ImageUse.Sampled : ImageUse.CopySource);
            target.End(target.Recorder);
            Assert.Equal(expected, target.ReadPixels());
        }
    }
}
