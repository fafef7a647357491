using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class StageStackTests(GpuFixture fixture)
{
    /// <summary>The first at the bottom; what is done of each is drawn along it.</summary>
    [Fact]
    public void FillsFromTheBottomUp()
    {
        StageStack stack = new("Stages") { Stages = [new("rbm 1", "3 epochs", 1, false), new("rbm 2", "1 of 4 epochs", 0.25f, true)] };
        using Picture picture = new(fixture.Gpu, stack, height: 120);
        picture.Draw();
        Theme theme = Theme.Dark;
        uint[] column(double share) => picture.Of(new(stack.Bounds.X + (int)(share * stack.Bounds.Width), 0, 1, 120));
        uint accent = Word(theme.Accent), done = Word(theme.Faint);
        Assert.True(column(0.2).Count(pixel => pixel == accent) > column(0.5).Count(pixel => pixel == accent) + 1);
        Assert.Contains(done, column(0.9));
        int bottom = Array.LastIndexOf(column(0.2), done), above = Array.LastIndexOf(column(0.2), accent);
        Assert.True(bottom > above, $"rbm 1 ends at {bottom}, rbm 2 at {above}");

        static uint Word(SkiaSharp.SKColor color) => color.Red | (uint)color.Green << 8 | (uint)color.Blue << 16 | 0xFF000000;
    }
}
