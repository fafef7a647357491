using VkLearn.Engine.Views;
using VkLearn.Rendering.Views;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

[Collection("gpu")]
public sealed class LayersViewTests(GpuFixture fixture)
{
    [Fact]
    public void TellsOfEachLayerAndChangesNoBit()
    {
        using SmallScene plain = new(fixture.Gpu, steps: 12), small = new(fixture.Gpu, steps: 12);
        LayersView view = new();
        small.Scene.Add("layers", view);
        fixture.Gpu.Seed(1);
        plain.Step(12);
        fixture.Gpu.Seed(1);
        small.Frame();
        using LayerTable table = (LayerTable)view.MakeView();
        using Rendering.Picture picture = new(fixture.Gpu, table, 700, 160);
        picture.Draw();
        picture.Draw(1);
        Assert.Equal(("", ""), (table.TextsOf(0)[1], table.Remark)); // nothing is known yet, so nothing is told
        small.Step(12);
        picture.Draw(2);
        picture.Draw(3);

        Assert.Equal("layers.0 Conv2d", table.TextsOf(0)[0]);
        Assert.Equal("layers.3 Dense", table.TextsOf(1)[0]);
        Assert.EndsWith(" %", table.TextsOf(0)[2]);
        Assert.Equal("–", table.TextsOf(1)[2]);
        float[] numbers = small.Read(table.Source);
        Assert.All([numbers[3], numbers[4], numbers[8], numbers[9]], value => Assert.InRange(value, 1e-6f, 1e3f));
        Assert.NotEqual("", table.Remark);
        Assert.Equal(WeightsHash.Of(plain.Trainer.Learner), WeightsHash.Of(small.Trainer.Learner));
    }
}
