using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class RemarkTests(GpuFixture fixture)
{
    /// <summary>A long sentence goes on in further lines, and a warning has a colour of its own.</summary>
    [Fact]
    public void ASentenceIsWrittenInAsManyLinesAsItTakes()
    {
        Remark view = new("remark") { Text = "Short." };
        using Picture picture = new(fixture.Gpu, view);
        int one = RowsWritten(picture, view);
        view.Text = string.Join(' ', Enumerable.Repeat("a long sentence that goes on", 12));
        int many = RowsWritten(picture, view);
        Assert.InRange(one, 5, 17);
        Assert.True(many > 2 * one, $"{one} rows, then {many}");
        uint[] calm = picture.Of(view.Content);
        view.IsWarning = true;
        RowsWritten(picture, view);
        Assert.NotEqual(calm, picture.Of(view.Content));
    }

    static int RowsWritten(Picture picture, Remark view)
    {
        picture.Draw();
        uint card = DrawShader.Word(Theme.Dark.Card);
        return picture.Of(view.Content).Chunk(view.Content.Width).Count(row => row.Any(pixel => pixel != card));
    }
}
