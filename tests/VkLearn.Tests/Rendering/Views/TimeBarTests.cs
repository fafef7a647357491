using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class TimeBarTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;
    readonly TimeBar line = new("Time") { End = 1000, Shown = 1000, Moments = [0, 250, 500], Branches = [250] };

    [Fact]
    public void ShowsWhatWasDoneAndWhatCanBeGoneBackTo()
    {
        using Picture picture = new(gpu, line, height: 80);
        picture.Draw();
        int middle = line.Line.Y + line.Line.Height / 2;
        Theme theme = Theme.Dark;

        Assert.Equal((line.Line.X, line.Line.Right - 1), (line.ColumnOf(0), line.ColumnOf(1000)));
        Assert.Equal(theme.Accent, ColorAt(line.ColumnOf(700), middle));
        Assert.Equal(theme.Text, ColorAt(line.ColumnOf(1000), middle));
        Assert.Equal(theme.Muted, ColorAt(line.ColumnOf(500), middle - 5));
        Assert.Equal(theme.Card, ColorAt(line.ColumnOf(600), middle - 5));
        Assert.Equal(theme.Marked, ColorAt(line.ColumnOf(250), middle - 5));

        (line.Shown, line.IsInPast) = (400, true);
        picture.Draw(1);
        Assert.Equal(theme.Accent, ColorAt(line.ColumnOf(300), middle));
        Assert.Equal(theme.Marked, ColorAt(line.ColumnOf(400), middle));
        Assert.Equal(theme.Faint, ColorAt(line.ColumnOf(700), middle));

        SkiaSharp.SKColor ColorAt(int x, int y) =>
            new((byte)picture.At(x, y), (byte)(picture.At(x, y) >> 8), (byte)(picture.At(x, y) >> 16));
    }

    [Fact]
    public void APointerDragsAlongIt()
    {
        using Picture picture = new(gpu, line, height: 80);
        List<long> chosen = [];
        int released = 0;
        line.Chosen += chosen.Add;
        line.Released += () => released++;
        picture.Draw();
        float y = line.Line.Y + 3;
        picture.Point(PointerAction.Move, line.ColumnOf(100), y);
        picture.Point(PointerAction.Press, line.ColumnOf(900), y);
        picture.Point(PointerAction.Move, line.ColumnOf(300), y + 200); // held: it may leave
        picture.Point(PointerAction.Move, -50, y);
        Assert.Equal(0, released);
        picture.Point(PointerAction.Release, -50, y);
        picture.Point(PointerAction.Move, line.ColumnOf(300), y);

        Assert.Equal(3, chosen.Count);
        Assert.InRange(chosen[0], 898, 902);
        Assert.InRange(chosen[1], 298, 302);
        Assert.Equal((0, 1), (chosen[2], released));
        Assert.Equal("step 0", line.TextAt(line.ColumnOf(0), y));
    }
}
