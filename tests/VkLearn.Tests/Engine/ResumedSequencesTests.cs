using VkLearn.Engine;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>Runs that hear words and strings of them, or read trees, go on where they were broken off to the bits of an unbroken one.
/// </summary>
[Collection("gpu")]
public sealed class ResumedSequencesTests(GpuFixture fixture)
{
    const int Steps = 9;

    static readonly Dictionary<string, string> scenes = new()
    {
        ["words"] = """
            {
              "data": { "type": "DrawnWords", "train": 24, "test": 6, "voices": 3, "seconds": 0.6 },
              "model": { "type": "Sequential", "layers": [
                { "type": "AugmentWave", "shift": 200, "speed": 0.1, "noise": 0.1 },
                { "type": "LogMel", "frame": 240, "hop": 160, "mels": 12, "hertz": 8000, "range": 9 },
                { "type": "InstanceNorm", "channels": 12 }, { "type": "SpecAugment", "bands": 1, "bandWidth": 3, "stretches": 1 },
                { "type": "Conv1d", "inChannels": 12, "outChannels": 8, "kernelSize": 5, "stride": 2 },
                { "type": "BatchNorm", "channels": 8 },
                { "type": "PermuteAxes", "order": [0, 2, 1] },
                { "type": "Gru", "inFeatures": 8, "outFeatures": 6, "bidirectional": true, "last": true },
                { "type": "Dropout", "rate": 0.2 }, { "type": "Dense", "inFeatures": 12, "outFeatures": 10 }] },
              "optimizer": { "type": "Adam", "learningRate": 1e-2, "clipNorm": 5 },
              "learner": { "type": "Classifier" },
              "training": { "batch": 6, "epochs": 3 }
            }
            """,
        ["strings"] = """
            {
              "data": { "type": "DrawnDigitStrings", "train": 24, "test": 6, "most": 2, "voices": 3, "seconds": 1.2 },
              "model": { "type": "Sequential", "layers": [
                { "type": "LogMel", "frame": 240, "hop": 200, "mels": 12, "hertz": 8000, "range": 9 },
                { "type": "SpecAugment", "bands": 1, "bandWidth": 3, "stretches": 1 },
                { "type": "Conv1d", "inChannels": 12, "outChannels": 8, "kernelSize": 5, "stride": 2 },
                { "type": "PermuteAxes", "order": [0, 2, 1] }, { "type": "Gru", "inFeatures": 8, "outFeatures": 6 },
                { "type": "Dense", "inFeatures": 6, "outFeatures": 11 }] },
              "optimizer": { "type": "Adam", "learningRate": 1e-2, "clipNorm": 5 },
              "learner": { "type": "Ctc" },
              "training": { "batch": 6, "epochs": 3 }
            }
            """,
        ["trees"] = """
            {
              "data": { "type": "DrawnLogic", "train": 24, "test": 6, "operators": 2 },
              "model": { "type": "TreeRnn", "features": 5, "tensor": true },
              "optimizer": { "type": "Adagrad", "learningRate": 1e-2 },
              "learner": { "type": "Tree", "features": 5, "dropout": 0.2, "penalty": { "l2": 1e-5 } },
              "training": { "batch": 6, "epochs": 3 }
            }
            """,
    };

    readonly string directory = TempFolder.New();

    public static TheoryData<string> Kinds => [.. scenes.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void GoesOnToTheSameBits(string kind)
    {
        string unbroken = Run(kind, null).WeightsHash;
        Assert.False(Run(kind, new(directory, Every: 2), cancelAfter: 5).IsComplete);
        Assert.Equal(unbroken, Run(kind, new(directory, Every: 2, Resume: true)).WeightsHash);
    }

    RunResult Run(string kind, CheckpointOptions? checkpoints, int? cancelAfter = null) =>
        ShortRun.Of(fixture.Gpu, scenes[kind], Steps, checkpoints, cancelAfter);
}
