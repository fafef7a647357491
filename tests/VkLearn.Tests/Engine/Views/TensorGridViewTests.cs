using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

/// <summary>What is an image: rows of so many pixels, or what each unit of a dense layer looks for.</summary>
[Collection("gpu")]
public sealed class TensorGridViewTests(GpuFixture fixture)
{
    [Theory]
    [InlineData("dreams/dream", 60, 1)]
    [InlineData("net.machines.0.weight", 12, 12)]
    [InlineData("machines/fields1", 12, 12)]
    public void ImagesAreRowsOrUnits(string tensor, int tiles, int columnStride)
    {
        SceneFile file = SceneFile.Parse("scene.json", """
            {
              "data": { "type": "DrawnDigits", "train": 60, "test": 20, "seed": 1 },
              "model": { "type": "Sequential", "layers": ["Flatten", { "type": "Dense", "inFeatures": 784, "outFeatures": 12 }, "Sigmoid",
                { "type": "Dense", "inFeatures": 12, "outFeatures": 10 }] },
              "optimizer": { "type": "Adam", "learningRate": 1e-3 },
              "learner": { "type": "DeepBeliefNet", "machines": [{ "epochs": 2, "learningRate": 0.1 }] },
              "training": { "batch": 10, "epochs": 1 },
              "behaviours": [{ "type": "Sampler", "name": "dreams" }, { "type": "Sampler", "name": "machines", "sampler": "fields" }]
            }
            """);
        fixture.Gpu.Seed(1);
        using OffscreenTarget target = new(fixture.Gpu, 320, 200);
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), RunLength.Steps(1),
            new RunOptions { Target = target });
        TensorGridView view = new(tensor) { Image = (28, 28) };
        run.Scene.Add("grid", view);
        using TensorGrid grid = (TensorGrid)view.MakeView();
        Assert.Equal((tiles, 28, 28, columnStride), (grid.Tiles.Count, grid.Tiles.Height, grid.Tiles.Width, grid.Tiles.ColumnStride));
    }
}
