using VkLearn.Gpu;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class TextPanelTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void IsWrittenAnewOnlyOnChangeAndAtMostEightTimesASecond()
    {
        TextPanel text = new("statistics");
        text.Set("step", "1");
        using Picture picture = new(gpu, text, 300, 200);
        picture.Draw();
        int written = 0;
        for (int frame = 1; frame <= 60; frame++)
        {
            long uploaded = gpu.Staging.BytesUploaded;
            text.Set("step", frame.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.True(picture.Renderer.Render(TimeSpan.FromSeconds(frame / 60.0)));
            written += gpu.Staging.BytesUploaded > uploaded ? 1 : 0;
        }
        Assert.InRange(written, 5, 8);
        picture.Draw(2); // the last change
        long before = gpu.Staging.BytesUploaded;
        text.Set("step", "60");
        picture.Draw(3);
        Assert.Equal(before, gpu.Staging.BytesUploaded);
    }
}
