using VkLearn.Compile;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners.Deep;

[Collection("gpu")]
public sealed class DeepComparisonLearnerTests(GpuFixture fixture)
{
    const string Scene = """
        {
          "data": { "type": "DrawnDigits", "train": 2000, "test": 500, "seed": 1 },
          "learner": { "type": "DeepComparison", "depth": 80, "width": 24, "optimizer": { "type": "Adam", "learningRate": 2e-3 } },
          "training": { "batch": 50, "epochs": 4 },
          "views": { "type": "Lines", "tensors": ["residualGradient", "sigmoidGradient"], "xUnit": "block", "log": true }
        }
        """;

    /// <summary>Eighty layers: one learns, and the others are where guessing is.</summary>
    [Fact]
    public void OneLearnsAndTheOthersAreStuck()
    {
        using TrainingRun run = Prepare(4);

        Dictionary<string, double> metrics = run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken).Tests
            .SelectMany(test => test.Named).GroupBy(one => one.Name).ToDictionary(one => one.Key, one => one.Last().Value.Value);

        Assert.InRange(metrics["testAccuracy"], 0.85, 1);
        Assert.InRange(metrics["sigmoidAccuracy"], 0, 0.2);
        Assert.InRange(metrics["reluAccuracy"], 0, 0.6);
        Assert.InRange(metrics["sigmoidGradientRatio"], 0, 1e-10);
        Assert.InRange(metrics["residualGradientRatio"], 1e-3, 1e3);
    }

    /// <summary>What is shown along the depth, against each block's output and each weight's gradient read by itself.</summary>
    [Fact]
    public void ProfilesAreOfTheNetwork()
    {
        var net = new DeepMlp(12, 8, 40, 3, DeepStart.ReZero);
        DepthProfile profile = new(net, most: 5);
        Assert.Equal([0, 9, 19, 29, 39], profile.Blocks);
        fixture.Gpu.Seed(1);
        using Recording recording = fixture.Gpu.Record(() =>
        {
            Tensor[] hidden = net.Hidden(Tensor.From([.. Enumerable.Range(0, 60).Select(i => MathF.Sin(i))], [5, 12]));
            Tensor error = net.Logits(hidden[^1]).Square().Mean();
            Parameter[] weights = [.. profile.Blocks.Select(i => net.Blocks[i].Parameters.Single(parameter => parameter.Shape.Rank == 2))];
            return (Tensor[])[profile.Activations(hidden), profile.Gradients(error), .. profile.Blocks.Select(i => hidden[i + 1]),
                .. error.Gradients(weights)];
        });
        foreach (Parameter scale in net.Blocks.Select(block => ((Residual)block).Scale!))
        {
            scale.Load([0.5f]);
        }

        recording.Replay();

        float[][] read = [.. recording.Results.Select(result => result.ToArray())];
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(Math.Sqrt(read[2 + i].Average(value => (double)value * value)), read[0][i], 1e-5 * read[0][i]);
            Assert.Equal(Math.Sqrt(read[7 + i].Sum(value => (double)value * value)), read[1][i], 1e-5 * read[1][i]);
            Assert.True(read[1][i] > 0);
        }
    }

    [Fact]
    public void DepthIsASetting()
    {
        using TrainingRun run = Prepare(1, ("learner.depth", "20"));
        Assert.All(run.Scene.FindTrainer(null).Learner.Models, model => Assert.Equal(20, ((DeepMlp)model).Depth));
    }

    TrainingRun Prepare(int epochs, params (string, string)[] changes)
    {
        fixture.Gpu.Seed(1);
        Session.Of(fixture.Gpu).Counters.Clock.Write(0); // as in a process of its own
        SceneFile file = SceneFile.Read(Engine.SceneText.File(Scene), changes);
        return TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), RunLength.Epochs(epochs));
    }
}
