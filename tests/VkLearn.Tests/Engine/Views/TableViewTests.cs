using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class TableViewTests(GpuFixture fixture)
{
    /// <summary>NaN, which is not known, is a dash.</summary>
    [Fact]
    public void ATableTellsWhatItsTensorHolds()
    {
        using SmallClinic clinic = new(fixture.Gpu);
        TableView figures = new("patients/figures", ["a", "b", "c"], ["AUC", "x", "y", "z"]) { Percent = [2, 3, 4] };
        TableView folds = new("table", ["a", "b", "c", "best"], ["p", "q", "r", "s"]);
        clinic.Scene.Add("figures", figures);
        clinic.Scene.Add("folds", folds);
        clinic.Learn();
        using NumberTable one = (NumberTable)figures.MakeView(), two = (NumberTable)folds.MakeView();
        using Picture picture = new(fixture.Gpu, Layout<View>.Column(one, two));
        picture.Draw();
        picture.Draw(1);
        float[] values = clinic.Read("figures");
        Assert.Equal(Numbers.Short(values[4]), one.TextOf(1, 0));
        Assert.Equal(Numbers.Percent(values[7]), one.TextOf(1, 3));
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal("\u2013", two.TextOf(i / 4, i % 4)));
    }
}
