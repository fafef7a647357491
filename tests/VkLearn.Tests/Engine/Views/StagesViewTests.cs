using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class StagesViewTests(GpuFixture fixture)
{
    /// <summary>Six steps an epoch of 60 items: the first machine learns for two epochs, then the classifier as long as the run.</summary>
    [Theory]
    [InlineData(3, "rbm 1: 0 of 2 epochs, 0.25", "fine-tuning: 1 epoch, 0")]
    [InlineData(12, "rbm 1: 2 epochs, 1", "fine-tuning: 0 of 1 epoch, 0")]
    [InlineData(18, "rbm 1: 2 epochs, 1", "fine-tuning: 1 epoch, 1")]
    public void SaysHowFarEachIs(int steps, params string[] expected)
    {
        SceneFile file = SceneFile.Parse("scene.json", """
            {
              "data": { "type": "DrawnDigits", "train": 60, "test": 20, "seed": 1 },
              "model": { "type": "Sequential", "layers": ["Flatten", { "type": "Dense", "inFeatures": 784, "outFeatures": 8 }, "Sigmoid",
                { "type": "Dense", "inFeatures": 8, "outFeatures": 10 }] },
              "optimizer": { "type": "Adam", "learningRate": 1e-3 },
              "learner": { "type": "DeepBeliefNet", "machines": [{ "epochs": 2, "learningRate": 0.1 }] },
              "training": { "batch": 10, "epochs": 1 }
            }
            """);
        fixture.Gpu.Seed(1);
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu));
        StagesView view = new();
        run.Scene.Add("stages", view);
        using StageStack stack = (StageStack)view.MakeView();
        using CancellationTokenSource source = new();
        run.Run(progress =>
        {
            if (progress.Metrics.Step == steps)
            {
                source.Cancel();
            }
        }, every: 1, source.Token);

        Assert.Equal(expected, stack.Stages.Select(stage => FormattableString.Invariant($"{stage.Name}: {stage.Text}, {stage.Done}")));
        Assert.Equal(steps < 12 ? [true, false] : [false, steps < 18], stack.Stages.Select(stage => stage.IsAtWork));
    }
}
