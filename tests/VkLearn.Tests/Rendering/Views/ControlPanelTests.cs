using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class ControlPanelTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void ASliderFollowsThePointer()
    {
        Slider share = new("share", 0, 1, 0.5), rate = new("rate", 1e-4, 1e-2, 1e-3, isLogarithmic: true);
        List<double> heard = [];
        share.Changed += heard.Add;
        ControlPanel panel = new("controls", share, rate);
        using Picture picture = new(gpu, panel);
        picture.Draw();
        Rectangle place = panel.PlaceOf(share), other = panel.PlaceOf(rate);
        Assert.False(place.IsEmpty || other.IsEmpty || place.Overlaps(other));
        picture.Point(PointerAction.Move, place.X + place.Width * 0.1f, place.Y + 3);
        Assert.Empty(heard);
        picture.Point(PointerAction.Press, place.X + place.Width * 0.25f, place.Y + 3);
        picture.Point(PointerAction.Move, place.X + place.Width * 0.75f, place.Y + 300); // held: it may leave the slider
        picture.Point(PointerAction.Release, place.Right + 50, 0);
        picture.Point(PointerAction.Move, place.X, place.Y + 3);
        Assert.Equal([0.25, 0.75], heard.Select(static value => Math.Round(value, 2)));
        picture.Point(PointerAction.Press, other.X + other.Width * 0.5f, other.Y + 3);
        picture.Point(PointerAction.Release, other.X, other.Y);
        Assert.Equal(1e-3, rate.Value, 2e-5);
    }

    [Fact]
    public void AButtonIsClickedWhenThePointerIsLetGoOverIt()
    {
        Button go = new("go"), stop = new("stop");
        int clicks = 0;
        go.Clicked += () => clicks++;
        ControlPanel panel = new("controls", go, stop);
        using Picture picture = new(gpu, panel);
        picture.Draw();
        Rectangle place = panel.PlaceOf(go);
        picture.Point(PointerAction.Press, place.X + 4, place.Y + 4);
        picture.Point(PointerAction.Release, place.X + 6, place.Y + 5);
        Assert.Equal(1, clicks);
        picture.Point(PointerAction.Press, place.X + 4, place.Y + 4);
        picture.Point(PointerAction.Release, panel.PlaceOf(stop).X + 4, place.Y + 5);
        picture.Point(PointerAction.Press, panel.PlaceOf(stop).X + 4, place.Y + 5);
        picture.Point(PointerAction.Release, place.X + 4, place.Y + 5);
        Assert.Equal(1, clicks);
    }

    [Fact]
    public void IsUploadedOnlyWhenItsLookChanges()
    {
        Slider slider = new("x", 0, 1, 0.5);
        using Picture picture = new(gpu, new ControlPanel("controls", slider));
        picture.Draw();
        long uploaded = gpu.Staging.BytesUploaded;
        picture.Draw(1);
        Assert.Equal(uploaded, gpu.Staging.BytesUploaded);
        slider.Value = 0.6;
        picture.Draw(2);
        Assert.NotEqual(uploaded, gpu.Staging.BytesUploaded);
    }

    [Theory, InlineData(800, 450), InlineData(300, 120), InlineData(1280, 720)]
    public void WidgetsNeverOverlap(int width, int height)
    {
        (Slider a, Slider b) = (new("a", 0, 1, 0), new("b", 0, 1, 0));
        Widget[] widgets = [a, new Button("c"), new Button("d"), new Button("e"), b, new Button("f")];
        ControlPanel panel = new("controls", widgets);
        using Picture picture = new(gpu, panel, width, height);
        picture.Draw();
        Rectangle[] places = [.. widgets.Select(panel.PlaceOf)];
        Rectangle all = panel.Bounds;
        Assert.All(places.Where(static place => !place.IsEmpty), place => Assert.True(
            places.Count(place.Overlaps) == 1 && all.Contains(place.X, place.Y) && all.Contains(place.Right - 1, place.Bottom - 1)));
    }

    [Fact]
    public void RefusesEndsThatDoNotRise()
    {
        Assert.Equal("Slider \"x\": ends must rise, received 1 and 1.",
            Assert.Throws<ArgumentException>(() => new Slider("x", 1, 1, 1)).Message);
        Assert.Equal("Slider \"x\": ends must rise from above 0, received 0 and 1.",
            Assert.Throws<ArgumentException>(() => new Slider("x", 0, 1, 1, isLogarithmic: true)).Message);
    }
}
