using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class NumberTableTests(GpuFixture fixture) : IDisposable
{
    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Theory, InlineData(ElementType.Float32), InlineData(ElementType.Float16), InlineData(ElementType.Int32)]
    public void WritesWhatTheTensorHolds(ElementType type)
    {
        float[] values = [1, 2, 30, 4, 5, 6];
        NumberTable table = new(memory.Tensor(type, [2, 3], values), ["above", "below"], ["one", "two", "three"])
        {
            Format = static (column, value) => column == 1 ? $"{value} %" : $"{value}",
        };
        using Picture picture = new(gpu, table, keepsTexts: true);
        picture.Draw();
        Assert.Equal("", table.TextOf(0, 0)); // it comes a frame later
        picture.Draw(1);
        Assert.Equal(["1", "2 %", "30", "4", "5 %", "6"], Enumerable.Range(0, 6).Select(i => table.TextOf(i / 3, i % 3)));
        string[] written = [.. picture.Renderer.Texts.Select(text => text.Shown)];
        Assert.All((string[])["above", "below", "one", "two", "three", "30", "5 %"], text => Assert.Contains(text, written));
    }

    /// <summary>What does not fit is left out, whole lines.</summary>
    [Fact]
    public void LinesThatHaveNoRoomAreLeftOut()
    {
        NumberTable table = new(memory.Tensor([8, 1], [.. Enumerable.Range(0, 8).Select(i => 100f + i)]),
            [.. Enumerable.Range(0, 8).Select(i => $"row {i}")], ["value"]);
        using Picture picture = new(gpu, table, 300, 140, keepsTexts: true);
        picture.Draw();
        picture.Draw(1);
        string[] written = [.. picture.Renderer.Texts.Select(text => text.Shown)];
        Assert.Contains("100", written);
        Assert.DoesNotContain("107", written);
    }

    [Fact]
    public void SaysWhatItNeeds() => Assert.Contains(
        "a tensor [R, C] with R names of rows and C of columns is needed, received [2, 3] with 2 and 2",
        Assert.Throws<ArgumentException>(() => new NumberTable(memory.Tensor([2, 3], 1, 2, 3, 4, 5, 6), ["a", "b"], ["c", "d"])).Message);
}
