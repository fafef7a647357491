using System.Text;
using VkLearn.Engine;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>What a learner finds out about itself at the end of a run.</summary>
[Collection("gpu")]
public sealed class EstimateTests(GpuFixture fixture)
{
    [Fact]
    public void ALikelihoodIsToldAtTheEndByItsOwnName()
    {
        List<string> told = [];
        RunResult result = Run(distributions: 200, told);
        Assert.Equal(["test", "test", "estimate"], told);
        Dictionary<string, double> metrics =
            result.Tests.SelectMany(test => test.Named).ToDictionary(one => one.Name, one => one.Value.Value);
        double flattered = metrics["aisLogLikelihood"];
        Assert.InRange(metrics["aisLogLikelihood"], -400, -50);
        Assert.InRange(metrics["aisThreeSigma"], 0.01, 20);
        Assert.InRange(metrics["raiseLogLikelihood"], flattered - 80, flattered + metrics["aisThreeSigma"]);
        Assert.Contains("testFreeEnergy", metrics.Keys);
    }

    [Fact]
    public void ItChangesNoBit() => Assert.Equal(Run(distributions: 0, []).WeightsHash, Run(distributions: 100, []).WeightsHash);

    /// <summary>A run that had ended tells it anew when one goes on with it.</summary>
    [Fact]
    public void ARunThatHadEndedIsEstimatedAgain()
    {
        string folder = TempFolder.New();
        double before = AisOf(Run(distributions: 200, [], folder));
        List<string> told = [];
        RunResult resumed = Run(distributions: 200, told, folder, isResumed: true);
        Assert.Equal(["test", "estimate"], told);
        Assert.Equal(before, AisOf(resumed), tolerance: 20.0); // by other random numbers
        static double AisOf(RunResult result) =>
            result.Tests.SelectMany(test => test.Named).Single(one => one.Name == "aisLogLikelihood").Value.Value;
    }

    /// <summary>By one sample an item, and by many, which comes nearer.</summary>
    [Fact]
    public void BothBoundsOfAVariationalAutoencoderAreToldAtTheEnd()
    {
        List<string> told = [];
        RunResult result = Run("""
            {
              "type": "Vae", "importanceSamples": 50,
              "model": { "type": "Vae", "latent": 2, "encoder": [{ "type": "Dense", "inFeatures": 784, "outFeatures": 4 }],
                         "decoder": [{ "type": "Dense", "inFeatures": 2, "outFeatures": 784 }] },
              "optimizer": { "type": "Adam", "learningRate": 1e-2 }
            }
            """, told);
        Assert.Equal(["test", "test", "estimate"], told);
        Dictionary<string, double> metrics =
            result.Tests.SelectMany(test => test.Named).ToDictionary(one => one.Name, one => one.Value.Value);
        Assert.InRange(metrics["elbo"], -350, -100); // untrained -543
        Assert.InRange(metrics["importanceWeightedBound"], metrics["elbo"] + 0.01, metrics["elbo"] + 20);
        Assert.InRange(metrics["elbo"], metrics["testElbo"] - 5, metrics["testElbo"] + 5);
    }

    RunResult Run(int distributions, List<string> told, string? kept = null, bool isResumed = false) => Run($$"""
        {
          "type": "Rbm", "visibleUnits": 784, "hiddenUnits": 20, "learningRate": 0.05, "chains": 20, "distributions": {{distributions}}
        }
        """, told, kept, isResumed);

    RunResult Run(string learner, List<string> told, string? kept = null, bool isResumed = false)
    {
        string scene = $$"""
            {
              "data": { "type": "DrawnDigits", "train": 400, "test": 100, "binarized": 2 },
              "learner": {{learner}},
              "training": { "batch": 20, "epochs": 3 }
            }
            """;
        SceneFile file = SceneFile.Read(Settings.Parse("scene.json", Encoding.UTF8.GetBytes(scene)));
        fixture.Gpu.Seed(1);
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), RunLength.Steps(40));
        if (kept is not null)
        {
            run.Keep(new CheckpointOptions(kept, Resume: isResumed));
        }

        return run.Run(_ => { }, onTest: test => told.Add(test.Name));
    }
}
