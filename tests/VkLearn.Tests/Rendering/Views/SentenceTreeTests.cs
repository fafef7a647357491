using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class SentenceTreeTests(GpuFixture fixture) : IDisposable
{
    readonly Memory memory = new(fixture.Gpu);
    int seconds;

    public void Dispose() => memory.Dispose();

    /// <summary>Of a form whose rows lie in the tensor in an order of their own.</summary>
    [Fact]
    public void NodesHaveTheColoursOfTheirScores()
    {
        SentenceTree view = new(memory.Tensor([4], 0, -1, 9, 1)) { Form = new(["not", "bad"], [(0, 1)], [0, 1, 3]) };
        using Picture picture = new(fixture.Gpu, view, 400, 300, keepsTexts: true);
        uint[] before = Draw(picture, view, frames: 1), after = Draw(picture, view, frames: 3);
        Assert.Equal([0, -1, 1], Enumerable.Range(0, 3).Select(view.ScoreOf));
        uint[] added = [.. after.Except(before)];
        Assert.Contains(added, word => (byte)word > (byte)(word >> 16) + 40); // orange above
        Assert.Contains(added, word => (byte)(word >> 16) > (byte)word + 40); // blue below
        Assert.Superset(new HashSet<string> { "not", "bad" }, picture.Renderer.Texts.Select(text => text.Shown).ToHashSet());
    }

    /// <summary>The largest is as wide as its place, in the colour of the end that it speaks for.</summary>
    [Fact]
    public void BarsAreAsLongAsContributions()
    {
        SentenceTree view = new(memory.Tensor([3], 0, 0, 0), memory.Tensor([5], -3, 1.5f, 0, 99, 99)) // more than there are words
        {
            Form = new(["a", "b", "c"], [(0, 1), (3, 2)], [0, 0, 0, 0, 0]),
        };
        using Picture picture = new(fixture.Gpu, view, 1280, 720);
        Draw(picture, view, frames: 3);
        Assert.Equal([-1, 0.5f, 0], Enumerable.Range(0, 3).Select(view.ShareOf));
        int left = view.Content.Right - 130;
        (int Blue, int Orange)[] seen = [.. Enumerable.Range(1, 3).Select(line => Bar(view.Content.Y + line * 26 - 2))];
        Assert.Equal([(130, 0), (0, 65), (0, 0)], seen);

        (int, int) Bar(int y)
        {
            uint[] row = [.. Enumerable.Range(left, 130).Select(x => picture.At(x, y))];
            return (row.Count(word => (byte)(word >> 16) > (byte)word + 40), row.Count(word => (byte)word > (byte)(word >> 16) + 40));
        }
    }

    [Fact]
    public void ALongSentenceFits()
    {
        string[] words = [.. Enumerable.Range(0, 56).Select(i => $"word{i}")];
        SentenceTree view = new(memory.Tensor([111], new float[111]))
        {
            Form = new(words, [.. Enumerable.Range(0, 55).Select(i => (54 - i, i == 0 ? 55 : 55 + i))], [.. Enumerable.Range(0, 111)]),
        };
        using Picture picture = new(fixture.Gpu, view, 500, 600, keepsTexts: true);
        Draw(picture, view, frames: 2);
        Assert.Equal(56, picture.Renderer.Texts.Count(text => text.Shown.StartsWith("word", StringComparison.Ordinal)));
    }

    uint[] Draw(Picture picture, SentenceTree view, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            picture.Draw(seconds++);
        }

        return picture.Of(view.Content);
    }
}
