using VkLearn.Engine;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>A run that learns captions: what it tells at its end, and that it goes on where it was broken off.</summary>
[Collection("gpu")]
public sealed class CaptionRunTests(GpuFixture fixture)
{
    const int Steps = 9;
    const string Text = """
        {
          "data": { "type": "DrawnCaptions", "train": 24, "test": 10, "size": 16 },
          "models": { "encoder": { "type": "Sequential", "layers": [
            { "type": "Conv2d", "inChannels": 3, "outChannels": 6, "kernelSize": 3, "stride": 4 }, { "type": "BatchNorm", "channels": 6 },
            "Relu" ] } },
          "optimizer": { "type": "Adam", "learningRate": 1e-2 },
          "learner": { "type": "Captions", "features": 6, "units": 8, "embedding": 6, "attentionUnits": 4, "dropout": 0.2, "beam": 2,
            "weightAverage": 0.9 },
          "training": { "batch": 6, "epochs": 2 }
        }
        """;

    readonly string directory = TempFolder.New();

    [Fact]
    public void GoesOnToTheSameBits()
    {
        RunResult unbroken = Run(null);
        Assert.False(Run(new(directory, Every: 2), cancelAfter: 5).IsComplete);
        Assert.Equal(unbroken.WeightsHash, Run(new(directory, Every: 2, Resume: true)).WeightsHash);
    }

    [Fact]
    public void TellsHowGoodItsCaptionsAreBesideOthers()
    {
        EvaluationMetrics told = Run(null).Tests.Single(test => test.Name == VkLearn.Engine.TestResult.Estimate).Metrics;
        Assert.Equal(["exactMatch", "bleu1", "bleu2", "bleu3", "bleu4", "cider", "noImageBleu1", "neighbourBleu1"],
            told.Values.Select(value => value.Metric.Name));
        Assert.InRange(told["neighbourBleu1"], 0.1, 1); // a caption of the same form has some words right
    }

    RunResult Run(CheckpointOptions? checkpoints, int? cancelAfter = null) =>
        ShortRun.Of(fixture.Gpu, Text, Steps, checkpoints, cancelAfter);
}
