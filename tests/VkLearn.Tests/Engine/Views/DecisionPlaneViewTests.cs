using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Gpu;
using VkLearn.Learners;
using VkLearn.Models;
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

        float[] field = Read(scene, "plane/field"), first = Read(scene, "plane/first"), vectors = Read(scene, "plane/vectors");
        using Recording there = gpu.Record(() => machine.Decisions(
            Tensor.From([3 * (2 * 40.5f / 64 - 1), -3 * (2 * 5.5f / 64 - 1)], [1, 2])), training: false);
        there.Replay();
        Assert.Equal(there.Result.ToArray()[0], field[5 * 64 + 40], 1e-4f);
        Assert.Equal(parts.Select(part => part != 0), first.Chunk(2).Select(point => float.IsNaN(point[0])));
        Assert.Equal(machine.Coefficients.ToArray().Count(one => one != 0), vectors.Chunk(2).Count(point => !float.IsNaN(point[0])));
        Assert.Contains(vectors, value => !float.IsNaN(value));
        Assert.NotNull(plane.MakeView());
    }

    [Fact]
    public void SaysWhatItNeeds()
    {
        using SmallScene small = new(gpu);
        small.Scene.Add("plane", new DecisionPlaneView());
        Assert.Equal("A decision plane needs a learner of type SupportVectorMachine; this is a Classifier.",
            Assert.Throws<ArgumentException>(() => small.Scene.FindTensor("plane/field")).Message);
    }

    float[] Read(Scene scene, string tensor) => Tensor.At(gpu, scene.FindTensor(tensor)).ToArray(gpu);
}
