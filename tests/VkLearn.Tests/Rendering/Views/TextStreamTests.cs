using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class TextStreamTests(GpuFixture fixture) : IDisposable
{
    static readonly string[] vocabulary = ["a", "b", " ", "\n"];

    readonly Memory memory = new(fixture.Gpu);
    int seconds;

    public void Dispose() => memory.Dispose();

    /// <summary>What was not written yet is left out; the newest lines stay where there is no room for all.</summary>
    [Fact]
    public void WritesTheNewestLines()
    {
        float[] tokens = [-1, -1, .. Enumerable.Range(0, 60).SelectMany(line => (float[])[line < 59 ? 0 : 1, 3])];
        TextStream view = new(memory.Tensor([tokens.Length], tokens), vocabulary);
        using Picture picture = new(fixture.Gpu, view, 300, 200, keepsTexts: true);
        Draw(picture);
        Assert.Equal(string.Concat(Enumerable.Repeat("a\n", 59)) + "b\n", view.Text);
        string[] written = [.. picture.Renderer.Texts.Select(text => text.Shown)];
        Assert.Contains("b", written);
        Assert.InRange(written.Count(text => text == "a"), 3, 10);
    }

    [Fact]
    public void LinesAreBrokenAtBlanks()
    {
        float[] tokens = [.. Enumerable.Range(0, 200).Select(i => i % 8 == 7 ? 2f : 0)];
        TextStream view = new(memory.Tensor([tokens.Length], tokens), vocabulary);
        using Picture picture = new(fixture.Gpu, view, 300, 400);
        Draw(picture);
        uint card = DrawShader.Word(Theme.Dark.Card);
        Assert.InRange(picture.Of(view.Content).Chunk(view.Content.Width).Count(row => row.Any(pixel => pixel != card)), 40, 200);
    }

    /// <summary>Of the cell that is chosen.</summary>
    [Fact]
    public void ACellColoursTheLetters()
    {
        TextStream view = new(memory.Tensor([2], 0, 1), vocabulary, memory.Tensor([2, 2], 0, 1, 0, -1)) { Cell = 0 };
        using Picture picture = new(fixture.Gpu, view, 300, 200);
        Draw(picture);
        uint[] plain = picture.Of(view.Content);
        view.Cell = 1;
        Draw(picture);
        uint[] coloured = picture.Of(view.Content);
        uint[] added = [.. coloured.Except(plain)];
        Assert.Contains(added, word => (byte)word > (byte)(word >> 16) + 20); // orange above
        Assert.Contains(added, word => (byte)(word >> 16) > (byte)word + 20); // blue below
    }

    [Fact]
    public void SaysWhatItNeeds() => Assert.Contains(
        "tokens [L] are needed, and cells [L, C] if they are to be seen, received [2] and [3, 1]",
        Assert.Throws<ArgumentException>(() =>
            new TextStream(memory.Tensor([2], 0, 1), vocabulary, memory.Tensor([3, 1], 1, 2, 3))).Message);

    /// <summary>What is read comes some frames later.</summary>
    void Draw(Picture picture)
    {
        for (int i = 0; i < 4; i++)
        {
            picture.Draw(seconds++);
        }
    }
}
