using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using Xunit;

namespace VkLearn.Tests.Rendering;

[Collection("gpu")]
public sealed class ChoiceTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void AClickChoosesAndIsSeen()
    {
        Choice choice = new("of", ["one", "two", "three", "four"]);
        List<int> heard = [];
        choice.Changed += heard.Add;
        ControlPanel panel = new("controls", choice);
        using Picture picture = new(gpu, panel);
        picture.Draw();
        Rectangle place = panel.PlaceOf(choice);
        uint[] before = picture.Of(place);
        Press(picture, place.X + place.Width / 2, place.Y + 5);
        Press(picture, place.X + place.Width / 2, place.Y + 5);
        picture.Draw(1);
        Assert.NotEqual(before, picture.Of(place));
        Press(picture, place.X + 5, place.Bottom - 8);
        Press(picture, place.Right - 5, place.Bottom - 8); // where there is no fifth
        Assert.Equal([1, 3], heard);
        Assert.Equal(3, choice.Chosen);
    }

    static void Press(Picture picture, float x, float y)
    {
        picture.Point(PointerAction.Press, x, y);
        picture.Point(PointerAction.Release, x, y);
    }
}
