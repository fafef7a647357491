using System.Numerics;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

public sealed class PlaneStrokesTests
{
    readonly PlaneStrokes strokes = new();

    [Fact]
    public void TheLeftButtonDrawsAndTheRightOneUndoes()
    {
        Assert.False(Send(PointerAction.Move, new(0, 0)));
        Assert.True(Send(PointerAction.Press, new(0, 0)));
        Assert.True(Send(PointerAction.Move, new(1, 0)));
        Assert.True(Send(PointerAction.Move, new(9, 9), isOn: false)); // beyond the plane nothing is drawn
        Assert.True(Send(PointerAction.Release, new(1, 0)));
        Assert.False(Send(PointerAction.Move, new(2, 0)));
        Send(PointerAction.Press, new(-1, -1));
        Send(PointerAction.Release, new(-1, -1));
        Assert.Equal([[new Vector2(0, 0), new Vector2(1, 0)], [new Vector2(-1, -1)]], strokes.All);
        Assert.True(strokes.TakeChange());
        Assert.False(strokes.TakeChange());
        Assert.True(Send(PointerAction.Press, new(0, 0), button: 1));
        Assert.True(strokes.IsEmpty && strokes.TakeChange());
        Assert.False(Send(PointerAction.Press, new(0, 0), button: 1)); // nothing to undo: a click for others
    }

    [Fact]
    public void APressBesideThePlaneIsNoStroke() => Assert.False(Send(PointerAction.Press, new(5, 5), isOn: false));

    bool Send(PointerAction action, Vector2 place, bool isOn = true, int button = 0) =>
        strokes.Take(new PointerEvent(action, 0, 0, button), isOn, place);
}
