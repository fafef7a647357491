using VkLearn.Extension;
using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using Xunit;

namespace VkLearn.Tests.Rendering;

/// <summary>A widget from a project that sees no internals.</summary>
[Collection("gpu")]
public sealed class ToggleTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void AClickTurnsItAndPaintsItAnew()
    {
        Toggle toggle = new("slow");
        ControlPanel panel = new("controls", toggle, new Slider("x", 0, 1, 0));
        using Picture picture = new(gpu, panel, 1280, 720);
        picture.Draw();
        Rectangle place = panel.PlaceOf(toggle);
        Assert.Equal((26, 38), (place.Height, panel.PlaceOf(panel.Widgets[1]).Height));
        uint[] off = picture.Of(place);
        Assert.True(off.Distinct().Count() > 3);
        picture.Point(PointerAction.Press, place.X + 10, place.Y + 10);
        picture.Point(PointerAction.Release, place.X + 10, place.Y + 10);
        picture.Draw(1);
        Assert.True(toggle.IsOn);
        Assert.NotEqual(off, picture.Of(place));

        toggle.IsOn = false;
        picture.Point(PointerAction.Move, 0, 0);
        picture.Draw(2);
        Assert.Equal(off, picture.Of(place));
    }
}
