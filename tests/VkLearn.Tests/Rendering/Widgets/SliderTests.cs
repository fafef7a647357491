using VkLearn.Rendering;
using VkLearn.Rendering.Widgets;
using Xunit;

namespace VkLearn.Tests.Rendering;

public sealed class SliderTests
{
    [Fact]
    public void ADoubleClickPutsItBack()
    {
        ManualTime time = new();
        Slider slider = new("x", 0, 10, 2) { Clock = time };
        List<double> heard = [];
        slider.Changed += heard.Add;
        Click(0.5f);
        time.Now += TimeSpan.FromSeconds(1);
        Click(0.8f);
        Assert.Equal(8, slider.Value, 1e-5);
        time.Now += TimeSpan.FromSeconds(0.1);
        Click(0.8f);
        Assert.Equal(2, slider.Value);
        time.Now += TimeSpan.FromSeconds(0.1);
        Click(0.6f); // the first of others
        Assert.Equal(6, slider.Value, 1e-5);
        Assert.Equal([5, 8, 2, 6], heard.Select(value => Math.Round(value, 4)));

        void Click(float x)
        {
            slider.Pointer(PointerAction.Press, x, 0.5f);
            slider.Pointer(PointerAction.Release, x, 0.5f);
        }
    }

    sealed class ManualTime : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
