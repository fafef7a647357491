using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Rendering.Views;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class TrainerBehaviourTests(GpuFixture fixture)
{
    static readonly TimeSpan tiny = TimeSpan.FromMilliseconds(0.05), much = TimeSpan.FromSeconds(10);

    [Fact]
    public void TheBudgetAndWhatIsShownDoNotChangeTheBits()
    {
        string[] hashes =
        [
            Train(much), Train(tiny), Train(TimeSpan.FromMilliseconds(1)),
            Train(tiny, "batch", "layers.1:output", "layers.1.weight:gradient"),
            Train(much, "prediction", "confusion", "learningRate"),
        ];

        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public void AStepLongerThanTheBudgetTakesSeveralFrames()
    {
        using Scene scene = New(out TrainerBehaviour trainer, RunLength.Steps(6));
        int frames = 0;
        for (scene.Time.Budget = TimeSpan.FromTicks(1); !trainer.IsOver; frames++)
        {
            scene.Frame(0);
        }

        Assert.Equal(6, trainer.Steps);
        Assert.True(frames > 8, $"{frames} frames");
    }

    [Fact]
    public void WhatIsToBeDoneEachNthStepIsDoneThen()
    {
        using Scene scene = New(out TrainerBehaviour trainer, RunLength.Steps(20));
        List<(int, long)> marks = [];
        trainer.Every(4, () => marks.Add((4, trainer.Steps)));
        trainer.Every(10, () => marks.Add((10, trainer.Steps)));
        RunToEnd(scene, trainer, much);

        Assert.Equal([(4, 4), (4, 8), (10, 10), (4, 12), (4, 16), (4, 20), (10, 20)], marks);
    }

    [Fact]
    public void TellsTheMeansOfAllSteps()
    {
        using Scene scene = New(out TrainerBehaviour trainer, RunLength.Steps(13));
        List<TrainingMetrics> told = [];
        trainer.Measured += told.Add;
        trainer.Every(5, trainer.Measure);
        RunToEnd(scene, trainer, much);

        Assert.Equal([5, 10, 13], told.Select(metrics => metrics.Step).Where(step => step % 5 == 0 || step == 13));
        Assert.Equal(13, told.Sum(metrics => metrics.Steps));
    }

    [Fact]
    public void PausesAndDoesSingleSteps()
    {
        using Scene scene = New(out TrainerBehaviour trainer, RunLength.Steps(200));
        scene.Playback.IsPaused = true;
        Frames(3);
        Assert.Equal(0, trainer.Steps);

        scene.Playback.StepOnce();
        Frames(3);
        Assert.Equal(1, trainer.Steps);

        scene.Playback.IsPaused = false;
        Frames(2);
        Assert.True(trainer.Steps > 1);
        long before = trainer.Steps;
        TimeSpan time = trainer.TrainTime;
        scene.Playback.StepOnce();
        Frames(1);
        Assert.Equal(before + 1, trainer.Steps);
        Frames(2);
        Assert.True(trainer.TrainTime > time);
        time = trainer.TrainTime;
        Frames(2);
        Assert.Equal((before + 1, time), (trainer.Steps, trainer.TrainTime));

        void Frames(int count)
        {
            for (int i = 0; i < count; i++)
            {
                scene.Time.Budget = TimeSpan.FromMilliseconds(2);
                scene.Frame(0.03);
            }
        }
    }

    [Fact]
    public void WithoutABudgetItDoesNotTrain()
    {
        using Scene scene = New(out TrainerBehaviour trainer, RunLength.Steps(2));
        scene.Frame(0.03);

        Assert.Equal(0, trainer.Steps);
    }

    [Fact]
    public void FindsWhatIsShown()
    {
        using Scene scene = New(out TrainerBehaviour trainer, RunLength.Steps(4),
            "batch", "label", "output", "prediction", "confusion", "layers.1:output", "layers.1.weight:gradient", "trainer/learningRate");
        RunToEnd(scene, trainer, much);

        Assert.Equal([20, 1, 28, 28], scene.FindTensor("batch").Type.Shape);
        Assert.Equal(new TensorType([20], DType.Int32), scene.FindTensor("label").Type);
        Assert.Equal([20, 10], scene.FindTensor("output").Type.Shape);
        Assert.Equal(new TensorType([20], DType.Int32), scene.FindTensor("prediction").Type);
        Assert.Equal([10, 10], scene.FindTensor("confusion").Type.Shape);
        Assert.Equal([20, 16], scene.FindTensor("layers.1:output").Type.Shape);
        Assert.Equal([784, 16], scene.FindTensor("layers.1.weight").Type.Shape);
        Assert.Equal([784, 16], scene.FindTensor("layers.1.weight:gradient").Type.Shape);
        Assert.Equal([], scene.FindTensor("learningRate").Type.Shape);
        TensorMemory shares = scene.FindTensor("trainer/confusion");
        float[] values = new float[100];
        fixture.Gpu.Staging.Download<float>(shares.Buffer, values, shares.ByteOffset);
        Assert.InRange(values.Sum(), 499, 1001);
    }

    [Theory]
    [InlineData("layers.3:outptu", "The training step computes no tensor \"layers.3:outptu\". Did you mean \"layers.3:output\"?")]
    [InlineData("trainer/bach", "The training step computes no tensor \"bach\". Did you mean \"batch\"?")]
    public void RefusesToShowWhatNoStepComputes(string tensor, string message)
    {
        using Scene scene = New(out _, RunLength.Steps(4), tensor);

        var e = Assert.Throws<UnknownTensorException>(() => scene.Frame(0));

        Assert.StartsWith(message, e.Message);
    }

    [Fact]
    public void SaysWhatCannotBeFound()
    {
        using Scene scene = New(out _, RunLength.Steps(4)), empty = new();
        Assert.StartsWith("\"batch\" was not asked for before training began.", Message(scene, "batch"));
        Assert.StartsWith("\"tainer/batch\": no entity \"tainer\" has tensors. Did you mean \"trainer/batch\"? Known: trainer.",
            Message(scene, "tainer/batch"));
        Assert.StartsWith("The scene has nothing with tensors, so no \"batch\".", Message(empty, "batch"));

        static string Message(Scene scene, string name) => Assert.Throws<UnknownTensorException>(() => scene.FindTensor(name)).Message;
    }

    /// <summary>Before its length is over, and again when it starts over; who has no optimiser has no learning rate to show.</summary>
    [Fact]
    public void ItIsOverWhenItsLearnerHasLearned()
    {
        (float[] points, int[] labels) = DrawnPoints.Make(PointFigure.Moons, 80, 0.2f, seed: 1);
        using Dataset data = Dataset.Of("moons", new Column("point", points, [2], new Meaning.Quantity()),
            new Column("label", labels, [], new Meaning.Label(["a", "b"])));
        SupportVectorLearner learner = new(new SupportVectorMachine(2, 2, 80, gamma: 1), cost: 5, rowsPerStep: 16);
        learner.Survey(fixture.Gpu, data);
        TrainerBehaviour trainer = new(learner, data, batch: 10) { Length = RunLength.Steps(100_000) };
        using Scene scene = new(fixture.Gpu);
        StatisticsView statistics = new();
        scene.Add("trainer", trainer);
        scene.Add("statistics", statistics);
        using TextPanel panel = (TextPanel)statistics.MakeView();
        RunToEnd(scene, trainer, tiny);
        scene.Frame(1);
        Assert.InRange(trainer.Steps, 2, 10_000);
        Assert.Equal("done", trainer.State);
        Assert.Null(panel.Find("learning rate"));
        string hash = WeightsHash.Of(learner);
        scene.Playback.StartOver();
        Assert.False(trainer.IsOver);
        RunToEnd(scene, trainer, tiny);
        Assert.Equal(hash, WeightsHash.Of(learner));
    }

    string Train(TimeSpan budget, params string[] shown)
    {
        using Scene scene = New(out TrainerBehaviour trainer, RunLength.Steps(12), out Layer model, shown);
        RunToEnd(scene, trainer, budget);
        return WeightsHash.Of(model);
    }

    static void RunToEnd(Scene scene, TrainerBehaviour trainer, TimeSpan budget)
    {
        for (scene.Time.Budget = budget; !trainer.IsOver;)
        {
            scene.Frame(0);
        }
    }

    Scene New(out TrainerBehaviour trainer, RunLength length, params string[] shown) => New(out trainer, length, out _, shown);

    Scene New(out TrainerBehaviour trainer, RunLength length, out Layer model, params string[] shown)
    {
        fixture.Gpu.Seed(1);
        model = new Sequential(new Flatten(), new Dense(784, 16), new Relu(), new Dense(16, 10));
        Dataset digits = new DrawnDigitsSource(train: 200, test: 1, seed: 1).Load(fixture.Gpu).Train;
        trainer = new TrainerBehaviour(new Classifier(model, new Adam(new CosineSchedule(1e-3f))), digits, batch: 20) { Length = length };
        Scene scene = new(fixture.Gpu);
        scene.Add("trainer", trainer);
        scene.Add("shown", new Shown(shown));
        return scene;
    }

    sealed class Shown(string[] tensors) : Behaviour, IShown
    {
        public IReadOnlyList<string> Tensors => tensors;

        public VkLearn.Rendering.View MakeView() => throw new NotSupportedException("Nothing draws this scene.");
    }
}
