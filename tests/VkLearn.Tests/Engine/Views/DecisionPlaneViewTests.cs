using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class DecisionPlaneViewTests(GpuFixture fixture)
{
    const int Vectors = 32;

    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void WhatItShowsIsWhatTheMachineSays()
    {
        (float[] points, int[] parts) = DrawnPoints.Make(PointFigure.Moons, 64, 0.1f, seed: 1);
        using Dataset data = Dataset.Of("moons", new Column("point", points, [2], new Meaning.Quantity()),
            new Column("label", parts, [], new Meaning.Label(["a", "b"])));
        using SupportVectorMachine machine = new(2, 2, Vectors, gamma: 1);
        SupportVectorLearner learner = new(machine, cost: 1, rowsPerStep: 8);
        learner.Survey(gpu, data);
        using Scene scene = new(gpu);
        scene.Error += failure => throw failure;
        scene.Add("trainer", new TrainerBehaviour(learner, data, batch: 8) { Length = RunLength.Steps(1000) });
        DecisionPlaneView plane = new();
        scene.Add("plane", plane);
        for (int step = 0; step < 3; step++)
        {
            scene.Playback.StepOnce();
            scene.Time.Budget = TimeSpan.FromSeconds(1);
            scene.Frame(Time.LongestDelta);
            Thread.Sleep(300); // what is shown is looked at a few times a second
        }

        float[] field = Read(scene, "plane/field"), first = Read(scene, "plane/points0"), vectors = Read(scene, "plane/vectors");
        using Recording there = gpu.Record(() => machine.Decisions(
            Tensor.From([3 * (2 * 40.5f / 64 - 1), -3 * (2 * 5.5f / 64 - 1)], [1, 2])), training: false);
        there.Replay();
        Assert.Equal(there.Result.ToArray()[0], field[5 * 64 + 40], 1e-4f);
        Assert.Equal(parts.Select(part => part != 0), first.Chunk(2).Select(point => float.IsNaN(point[0])));
        Assert.Equal(machine.Coefficients.ToArray().Count(one => one != 0), vectors.Chunk(2).Count(point => !float.IsNaN(point[0])));
        Assert.Contains(vectors, value => !float.IsNaN(value));
        Assert.NotNull(plane.MakeView());
    }

    /// <summary>Of two classes how much more likely the first is; of numbers the answer; a point is of the kind of its number.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void ItShowsWhatAnyLearnerSaysAndTheLastPointsWithIt(bool isOfClasses)
    {
        AddedPoints added = new([0.5f, 0.25f, 1]);
        DataSource source = isOfClasses ? new DrawnPointsSource(PointFigure.Xor, 40, 10, 0.1f, 1, added: added)
            : new DrawnSurface(SurfaceForm.Slope, 40, 10, 0, 1, added);
        Dataset data = source.Load(gpu).Train;
        PlaneMlp model = new([PlaneFeature.X, PlaneFeature.XY], 1, 3, isOfClasses ? 2 : 1, () => new Tanh());
        Learner learner = isOfClasses ? new Classifier(model, new Sgd(0.1f)) : new Regressor(model, new Sgd(0.1f));
        using Scene scene = new(gpu);
        scene.Error += failure => throw failure;
        scene.Add("trainer", new TrainerBehaviour(learner, data, batch: 8) { Length = RunLength.Steps(1000) });
        DecisionPlaneView plane = new();
        scene.Add("plane", plane);
        scene.Playback.StepOnce();
        scene.Time.Budget = TimeSpan.FromSeconds(1);
        scene.Frame(Time.LongestDelta);

        float[] field = Read(scene, "plane/field");
        using Recording there = gpu.Record(() => learner.Answer(
            Tensor.From([3 * (2 * 40.5f / 64 - 1), -3 * (2 * 5.5f / 64 - 1)], [1, 2])), training: false);
        there.Replay();
        float[] answer = there.Result.ToArray();
        Assert.Equal(isOfClasses ? answer[0] - answer[1] : answer[0], field[5 * 64 + 40], 1e-5f);
        float[][] kinds = [.. Enumerable.Range(0, isOfClasses ? 2 : 5).Select(kind => Read(scene, $"plane/points{kind}"))];
        Assert.All(Enumerable.Range(0, 41), i => Assert.Single(kinds, kind => !float.IsNaN(kind[2 * i])));
        Assert.Equal([0.5f, 0.25f], kinds[isOfClasses ? 1 : 4][80..]);
        Assert.Throws<UnknownTensorException>(() => scene.FindTensor("plane/vectors"));
        Assert.NotNull(plane.MakeView());
    }

    [Fact]
    public void SaysWhatItNeeds()
    {
        using SmallScene small = new(gpu);
        small.Scene.Add("plane", new DecisionPlaneView());
        Assert.Equal("A decision plane is of points [2] of two classes, or with a number each; these are [1, 8, 8] of 3 classes.",
            Assert.Throws<ArgumentException>(() => small.Scene.FindTensor("plane/field")).Message);
    }

    float[] Read(Scene scene, string tensor) => Tensor.At(gpu, scene.FindTensor(tensor)).ToArray(gpu);
}
