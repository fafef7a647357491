using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Extension;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine;

[Collection("gpu")]
public sealed class SceneInCodeTests(GpuFixture fixture)
{
    [Fact]
    public void ASceneIsBuiltInAFewLines()
    {
        string picture = Path.Combine(TempFolder.New(), "learning.png");
        var gpu = fixture.Gpu;

        using Scene scene = new(gpu);
        Sequential model = new(new Flatten(), new Dense(784, 32), new Relu(), new Dense(32, 10));
        Dataset digits = new DrawnDigitsSource(train: 400, test: 1, seed: 1).Load(gpu).Train;
        TrainerBehaviour trainer = new(new Classifier(model, new Adam(1e-3f)), digits, batch: 50) { Length = RunLength.Epochs(3) };
        scene.Add("trainer", trainer);
        scene.Add("plateau", new Plateau(patience: 100));
        scene.Show(Layout.Row(
            new ImageBatchView(),
            Layout.Column(new TensorGridView("layers.2:output"), new CurveView("loss")).WithWeight(2),
            Layout.Column(new StatisticsView(), new ControlsView())));
        using OffscreenTarget target = new(gpu, 1280, 720);
        using ScenePlayer player = new(scene, target);
        while (!trainer.IsOver)
        {
            player.Frame();
        }

        player.SavePicture(picture);

        Assert.Equal(24, trainer.Steps);
        Assert.True(PngFile.Read(picture).Rgba.Distinct().Count() > 50);
        Assert.Equal(["trainer", "plateau", "ImageBatchView", "TensorGridView", "CurveView", "StatisticsView", "ControlsView"],
            scene.Entities.Select(entity => entity.Name));
    }
}
