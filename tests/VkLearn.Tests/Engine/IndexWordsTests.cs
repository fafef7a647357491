using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine;

[Collection("gpu")]
public sealed class IndexWordsTests(GpuFixture fixture)
{
    [Fact]
    public void ALayerSaysWhatItsAxesAre()
    {
        using SmallScene small = new(fixture.Gpu);
        TensorGridView shown = new("layers.0.weight:gradient"), maps = new("layers.1:output");
        small.Scene.Add("shown", shown, maps, new ImageBatchView(), new TensorGridView("output"));
        small.Step();
        string Words(string name, params int[] index)
        {
            TensorSource tensor = small.Scene.FindSource(name);
            return new Cell(tensor, index.Zip(tensor.Shape).Aggregate(0, (flat, one) => flat * one.Second + one.First), 0, default).Words;
        }

        Assert.Equal("filter 3, channel 0, (2, 1)", Words("layers.0.weight", 3, 0, 2, 1));
        Assert.Equal("filter 3, channel 0, (2, 1)", Words("layers.0.weight:gradient", 3, 0, 2, 1));
        Assert.Equal("filter 2", Words("layers.0.bias", 2));
        Assert.Equal("neuron 1, input 40", Words("layers.3.weight", 40, 1));
        Assert.Equal("item 2, channel 3, (7, 4)", Words("layers.1:output", 2, 3, 7, 4));
        Assert.Equal("item 2, pixel (7, 4)", Words("trainer/batch", 2, 0, 7, 4));
        Assert.Equal("item 5, neuron 2", Words("output", 5, 2));
        Assert.Equal("item 4", Words("label", 4));
        Assert.Equal("learningRate []", Words("learningRate"));
        Assert.Equal("pixel (3, 4)", IndexPart.Text(IndexWords.Of(null, "saliency", [1, 8, 8]), [0, 3, 4]));
        Assert.Equal("(3, 4)", IndexPart.Text(IndexWords.Of(null, "gradCam", [1, 8, 8]), [0, 3, 4]));
    }

    [Fact]
    public void ARowThatIsAnImageIsToldByItsPixels()
    {
        using SmallScene small = new(fixture.Gpu);
        TensorGridView view = new("layers.3.weight") { Image = (8, 8) };
        small.Scene.Add("view", view);
        using TensorGrid grid = (TensorGrid)view.MakeView();
        using Rendering.Picture picture = new(fixture.Gpu, grid);
        picture.Draw();
        Rectangle place = grid.PlaceOf(1, 6, 7, 2, 3);
        Cell cell = grid.CellAt(place.X, place.Y)!.Value;

        float value = small.Read("layers.3.weight")[(6 * 8 + 2) * SmallScene.Classes + 1];
        Assert.Equal($"neuron 1, pixel (6, 2): {Numbers.Exact(value)}", grid.TextOf(cell, value, null));
        Assert.Equal("neuron 1, pixel (6, 2): …", grid.TextOf(cell, null, null));
    }
}
