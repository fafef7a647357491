using VkLearn.Rendering;
using VkLearn.Rendering.Widgets;
using Xunit;

namespace VkLearn.Tests.Rendering.Widgets;

public sealed class PickerTests
{
    [Fact]
    public void AClickPicksWhatItIsOnAndWhoeverHasItSaysWhatIsLit()
    {
        Picker picker = new("layers", ["0", "1", "2"]);
        List<int> picked = [];
        picker.Picked += picked.Add;
        picker.Pointer(PointerAction.Press, 0.1f, 0.5f); // the label
        picker.Pointer(PointerAction.Press, 0.35f, 0.5f);
        picker.Pointer(PointerAction.Move, 0.35f, 0.5f);
        picker.Pointer(PointerAction.Release, 0.35f, 0.5f);
        picker.Pointer(PointerAction.Press, 0.99f, 0.5f);
        picker.Pointer(PointerAction.Press, 0.99f, 1.5f);
        Assert.Equal([0, 2], picked);
        Assert.DoesNotContain(Enumerable.Range(0, 3), picker.IsLit);

        int version = picker.Version;
        picker.Light([1, 2]);
        Assert.Equal([1, 2], Enumerable.Range(0, 3).Where(picker.IsLit));
        Assert.NotEqual(version, picker.Version);
    }
}
