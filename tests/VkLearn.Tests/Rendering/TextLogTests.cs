using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering;

/// <summary>What is cut for want of room, and the tooltip that has the whole.</summary>
[Collection("gpu")]
public sealed class TextLogTests(GpuFixture fixture) : IDisposable
{
    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    public static TheoryData<string, string> Themes =>
        [.. from theme in Theme.All from name in Names select (theme.Name, name)];

    static string[] Names =>
        ["a rather long name of a class that has no room", "Очень длинное название класса", "とても長いクラスの名前です、本当に"];

    [Theory, MemberData(nameof(Themes))]
    public void WhatIsCutIsInTheTooltip(string theme, string name)
    {
        string[] labels = [name, "b", name + " 2"];
        Bars bars = new(memory.Tensor([3], 1, 2, 3), labels) { Title = "Bars" };
        Matrix matrix = new(memory.Tensor([3, 3], new float[9]), labels, labels) { Title = "Matrix" };
        using Picture picture = new(gpu, Layout<View>.Row(bars, matrix), 700, 300, theme: Theme.Find(theme), keepsTexts: true);
        picture.Draw();
        DrawnText[] cut = [.. picture.Renderer.Texts.Where(static text => text.IsCut && text.Shown.Length > 0)];
        Assert.InRange(cut.Length, 3, 6); // two labels of bars and rows, perhaps of columns
        foreach (DrawnText one in cut)
        {
            Assert.EndsWith("…", one.Shown);
            picture.Point(PointerAction.Move, one.Place.MidX, one.Place.MidY);
            picture.Draw(1);
            Assert.Contains(picture.Renderer.Texts, text => text.Whole == one.Whole && !text.IsCut);
            picture.Point(PointerAction.Leave, 0, 0);
            picture.Draw(2);
        }
    }

    [Fact]
    public void ATitleIsNotCutForWhatStandsBesideIt()
    {
        TensorGrid grid = new(memory.Tensor([30, 30, 8, 8], new float[900 * 64])) { Title = "A title of some length" };
        using Picture picture = new(gpu, grid, 200, 140, keepsTexts: true);
        picture.Draw();
        picture.Draw(1);
        DrawnText title = Assert.Single(picture.Renderer.Texts, static text => text.Whole == "A title of some length");
        Assert.False(title.IsCut);
        Assert.Contains(picture.Renderer.Texts, static text => text.Whole == "A title of some length   [30, 30, 8, 8]" && text.Shown == "");
        picture.Point(PointerAction.Move, title.Place.MidX, title.Place.MidY);
        picture.Draw(2);
        Assert.Contains(picture.Renderer.Texts, static text => text.Whole == "A title of some length   [30, 30, 8, 8]" && !text.IsCut);
    }

    [Theory, InlineData(60), InlineData(7)]
    public void ATextTooLongForTheWindowIsOfSeveralLines(int words)
    {
        string name = string.Join(' ', Enumerable.Range(0, words).Select(static i => $"word{i}"));
        Bars bars = new(memory.Tensor([2], 1, 2), [name, "日本語".PadRight(90, '語')]);
        using Picture picture = new(gpu, bars, 400, 240, keepsTexts: true);
        picture.Draw();
        DrawnText label = picture.Renderer.Texts.First(text => text.Whole == name);
        picture.Point(PointerAction.Move, label.Place.MidX, label.Place.MidY);
        picture.Draw(1);
        string[] lines =
        [
            .. picture.Renderer.Texts.Where(static text => text.Color == Theme.Dark.Text).Select(static text => text.Whole)
                .Where(static text => text.StartsWith("word", StringComparison.Ordinal)),
        ];
        Assert.Equal(name, string.Join(' ', lines));
        Assert.DoesNotContain(picture.Renderer.Texts, text => text.IsCut && text.Color == Theme.Dark.Text);
        IReadOnlyList<string> japanese = Canvas.Wrap(bars.Labels[1], TextStyle.Body, 1, 200);
        Assert.Equal(bars.Labels[1], string.Concat(japanese));
        Assert.All(japanese, static line => Assert.InRange(Canvas.Measure(line, TextStyle.Body, 1), 1, 200));
    }

    [Fact]
    public void OnlyWhatIsCutIsKeptUnlessAsked()
    {
        using Picture picture = new(gpu, new Bars(memory.Tensor([2], 1, 2), ["a", "b"]) { Title = "Bars" });
        picture.Draw();
        Assert.Empty(picture.Renderer.Texts);
    }

    [Fact]
    public void TheNameBelowAnImageIsInTheTooltip()
    {
        ImageBatch batch = new(memory.Tensor([2, 4, 4], new float[32]), ["cat", "a dog with a very long name"])
        {
            Predictions = memory.Tensor(ElementType.Int32, [2], [0, 1], name: "prediction"),
        };
        using Picture picture = new(gpu, batch, 640, 400, keepsTexts: true);
        picture.Draw();
        Rectangle area = batch.Area;
        picture.Point(PointerAction.Move, area.X + batch.Fit.PitchX + 10, area.Bottom - 3);
        for (int i = 1; i < 4; i++)
        {
            picture.Draw(i);
        }
        Assert.Contains(picture.Renderer.Texts, static text => text.Whole == "prediction [1]: a dog with a very long name" && !text.IsCut);
    }
}
