using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class SequentialTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void RunsOneAfterTheOther() => Close.To([3, 0], Run(
        x => new Sequential(new Dense(2, 2, weight: Initializer.Constant(1)), new Relu()).Forward(x[0]).Slice(1, 0, 1).Flatten(),
        Tensor.From([1f, 2, -3, 1], [2, 2])));

    /// <summary>A few words of a scene are not gigabytes.</summary>
    [Fact]
    public void RepeatsInRepeatsAreCounted()
    {
        string refusal = Assert.Throws<SettingsException>(() => Catalog<Layer>.Read(Settings.Parse("scene.json", """
            { "type": "Sequential", "repeat": 100000, "layers": [{ "type": "Sequential", "repeat": 1000, "layers": ["Relu"] }] }
            """u8))).Message;
        Assert.StartsWith("scene.json(1,35): \"repeat\" makes 100100000 layers, with those within layers, and at most 100000", refusal);
    }

    /// <summary>A thousand layers in a line of a scene, each with weights of its own.</summary>
    [Fact]
    public void RepeatsItsLayers()
    {
        SceneFile file = SceneFile.Parse("scene.json", """
            {
              "data": { "type": "DrawnDigits", "train": 60, "test": 20, "seed": 1 },
              "model": { "type": "Sequential", "layers": [{ "type": "Dense", "inFeatures": 784, "outFeatures": 4 },
                { "type": "Sequential", "repeat": 1000, "layers": [
                  { "type": "Residual", "reZero": true, "layers": [{ "type": "Dense", "inFeatures": 4, "outFeatures": 4 }, "Relu"] }] },
                { "type": "Dense", "inFeatures": 4, "outFeatures": 10 }] },
              "optimizer": { "type": "Adam", "learningRate": 1e-3 },
              "training": { "batch": 10, "epochs": 1 }
            }
            """);
        using TrainingRun run = TrainingRun.Prepare(Gpu, file, file.Data.Load(Gpu));
        Layer model = run.Scene.FindTrainer(null).Learner.Models.Single();
        Assert.Equal(1000, model.Children[1].Children.Count);
        Assert.Equal(3 * 1000 + 4, model.Parameters.Distinct().Count());
        Assert.NotEqual(Weight(0), Weight(999));

        float[] Weight(int layer) => model.Children[1].Children[layer].Parameters.First(one => one.Shape.Rank == 2).ToArray();
    }
}
