using VkLearn.Compile;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

/// <summary>A deep belief net of two machines, then a classifier, on drawn digits: stages of 100, 400 and 200 steps.</summary>
[Collection("gpu")]
public sealed class DeepBeliefNetLearnerTests(GpuFixture fixture)
{
    const string Scene = """
        {
          "data": { "type": "DrawnDigits", "train": 1000, "test": 500, "seed": 1 },
          "model": { "type": "Sequential", "layers": ["Flatten",
            { "type": "Dense", "inFeatures": 784, "outFeatures": 64 }, "Sigmoid",
            { "type": "Dense", "inFeatures": 64, "outFeatures": 48 }, "Sigmoid", { "type": "Dropout", "rate": 0.1 },
            { "type": "Dense", "inFeatures": 48, "outFeatures": 10 }] },
          "optimizer": { "type": "Adam", "learningRate": 5e-3 },
          "learner": { "type": "DeepBeliefNet", "machines": [
            { "epochs": 5, "learningRate": 0.1, "momentum": 0.5 },
            { "epochs": 20, "learningRate": { "type": "Polynomial", "rate": 0.1 }, "momentum": 0.8, "steps": 3 }] },
          "training": { "batch": 50, "epochs": 10 }
        }
        """;

    static readonly (string, string)[] small = [("data.train", "200"), ("data.test", "40"), ("training.batch", "20"),
        ("learner.machines[0].epochs", "1"), ("learner.machines[1].epochs", "1")];

    [Theory, InlineData("MeanField"), InlineData("Sampled")]
    public void EachStageLearnsAndTheNetDreamsOfWhatItIsAsked(string passes)
    {
        double untrained;
        using (TrainingRun begun = Prepare(RunLength.Steps(1), ("learner.passes", passes)))
        {
            untrained = Dreamt(begun).All;
        }

        List<RunProgress> told = [];
        List<long> testedAt = [];
        using TrainingRun run = Prepare(RunLength.Epochs(10), ("learner.passes", passes));
        run.Scene.FindTrainer().Tested += test => testedAt.Add(test.Step);
        RunResult result = run.Run(told.Add, every: 20, TestContext.Current.CancellationToken);
        Assert.Equal(500, testedAt[0]); // not while it only looks
        double[] errors = [.. told.Select(progress => progress.Metrics.Values.Find("reconstructionError")).OfType<double>()];
        Assert.Equal(25, errors.Length);
        Assert.InRange(errors[4], 0, 0.75 * errors[0]);
        Assert.InRange(errors[24], 0, 0.9 * errors[5]);
        Assert.InRange(result.Test!.Value["accuracy"], 0.85, 1);
        (double trained, double own) = Dreamt(run);
        Assert.InRange(untrained, 0, 0.2);
        Assert.InRange(trained, 0.3, 1);
        Assert.InRange(own, 0.3, 1);
    }

    /// <summary>Ended in the middle of each stage and at its ends.</summary>
    [Fact]
    public void ItGoesOnToTheSameBits()
    {
        string unbroken = Run(null, resume: false);
        string directory = TempFolder.New();
        foreach (int end in (int[])[5, 10, 13, 20, 26])
        {
            Run(directory, resume: end > 5, cancelAfter: end);
        }

        Assert.Equal(unbroken, Run(directory, resume: true));
    }

    [Fact]
    public void ACheckpointOfOtherSizesIsRefusedAndBothAreNamed()
    {
        string directory = TempFolder.New();
        Run(directory, resume: false, cancelAfter: 15); // in the second machine's stage
        string refused = Assert.Throws<DataException>(() => Run(directory, resume: true, cancelAfter: null,
            ("model.layers[3].outFeatures", "40"), ("model.layers[6].inFeatures", "40"))).Message;
        Assert.Contains("model.layers[3].outFeatures was 48, is 40", refused);
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedInItsPlace()
    {
        Assert.Contains("2 machines is pretrained in as many stages, received 1",
            Assert.Throws<SettingsException>(() => Read(("learner.machines", """[{ "epochs": 1, "learningRate": 0.1 }]"""))).Message);
        Assert.Contains("two Dense layers or more", Assert.Throws<SettingsException>(() =>
            Read(("model.layers", """["Flatten", { "type": "Dense", "inFeatures": 784, "outFeatures": 10 }]"""))).Message);
    }

    static SceneFile Read(params (string, string)[] changes) => SceneFile.Read(Engine.SceneText.File(Scene), changes);

    TrainingRun Prepare(RunLength length, params (string, string)[] changes)
    {
        fixture.Gpu.Seed(1);
        Session.Of(fixture.Gpu).Counters.Clock.Write(0); // as in a process of its own
        SceneFile file = Read(changes);
        return TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), length);
    }

    string Run(string? directory, bool resume, int? cancelAfter = null, params (string, string)[] changes)
    {
        using TrainingRun run = Prepare(RunLength.Steps(30), [.. small, .. changes]);
        using CancellationTokenSource source = new();
        if (directory is not null)
        {
            run.Keep(new(directory, Every: 5, Resume: resume));
        }

        return run.Run(progress =>
        {
            if (progress.Metrics.Step == cancelAfter)
            {
                source.Cancel();
            }
        }, every: 1, source.Token).WeightsHash;
    }

    /// <summary>How many of its dreams the run's own classifier takes for what was asked: of each class in turn, and of threes.</summary>
    (double All, double Threes) Dreamt(TrainingRun run)
    {
        Learner learner = run.Scene.FindTrainer().Learner;
        Knob knob = ((IKnobs)learner).Knobs[^1];
        Tensor? dream = null;
        using Recording dreams = fixture.Gpu.Record(() => dream = learner.Samplers[0].Step()["dream"], training: false);
        double Right(Func<int, int> wanted)
        {
            dreams.Replay(60);
            int[] taken = Taken(dream!.ToArray());
            return taken.Index().Count(one => one.Item == wanted(one.Index)) / (double)taken.Length;
        }

        double all = Right(row => row % 10);
        knob.Set(3);
        Assert.Equal(3, knob.Get());
        return (all, Right(_ => 3));

        int[] Taken(float[] pixels)
        {
            int rows = pixels.Length / 784;
            using Recording answer = fixture.Gpu.Record(
                () => learner.Answer(Tensor.From(pixels, [rows, 1, 28, 28])).ArgMax(-1).Cast(DType.Float32), training: false);
            answer.Replay();
            return Array.ConvertAll(answer.Result.ToArray(), x => (int)x);
        }
    }
}
