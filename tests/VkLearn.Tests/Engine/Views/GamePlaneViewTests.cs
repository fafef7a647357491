using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class GamePlaneViewTests(GpuFixture fixture)
{
    const int Batch = 8;

    readonly GpuDevice gpu = fixture.Gpu;

    [Theory, InlineData(AdversarialLoss.NonSaturating), InlineData(AdversarialLoss.LeastSquares), InlineData(AdversarialLoss.Hinge),
        InlineData(AdversarialLoss.Wasserstein)]
    public void WhatItShowsIsWhatThePlayersSay(AdversarialLoss loss)
    {
        Players players = New(loss);
        using Scene scene = SceneOf(players, out GamePlaneView plane);
        scene.Playback.StepOnce();
        scene.Time.Budget = TimeSpan.FromSeconds(1);
        scene.Frame(Time.LongestDelta);
        float[] field = Read(scene, "plane/field"), made = Read(scene, "made"), pulls = Read(scene, "plane/pulls");
        float[] lattice = Read(scene, "plane/lattice");
        const int row = 5, column = 40;
        float x = 3 * (2 * (column + 0.5f) / 64 - 1), y = -3 * (2 * (row + 0.5f) / 64 - 1);
        float[] there = Run(() => players.Lean(Tensor.From([x, y], [1, 2])));
        float middle = loss == AdversarialLoss.Wasserstein ? Run(() => players.Lean(AllPlaces()).Mean())[0] : 0;
        Assert.Equal(there[0] - middle, field[row * 64 + column], 1e-5f);
        Assert.Equal(Run(() => players.Pull(Tensor.From(made, [Batch, 2]))), pulls, new Near(1e-4f));
        Assert.Equal(1, pulls.Chunk(2).Average(pull => Math.Sqrt(pull[0] * pull[0] + pull[1] * pull[1])), 1e-4);
        Assert.Equal(Run(() => players.Make(Tensor.From([-2.5f, -2.5f], [1, 2]))), lattice[..2], new Near(1e-5f));
        Assert.NotNull(plane.MakeView());
    }

    /// <summary>What is drawn is real from the next step on, and no quality of the test's items is told; undone, it is as before.</summary>
    [Fact]
    public void WhatIsDrawnIsReal()
    {
        using Scene scene = SceneOf(New(AdversarialLoss.NonSaturating), out GamePlaneView plane);
        TrainerBehaviour trainer = scene.FindTrainer(null);
        scene.Time.Budget = TimeSpan.FromSeconds(1);
        Step();
        float[] given = trainer.Data.Read("point");
        plane.LearnFrom([[new(2, 2), new(2, -2)]]);
        Step();
        Assert.All(Read(scene, "real").Chunk(2), point => Assert.Equal(2, point[0], 0.3f));
        Assert.Null(trainer.Learner.EstimateOn(gpu, new Splits(trainer.Data, trainer.Data)));
        plane.LearnFrom([]);
        Step();
        Assert.Contains(Read(scene, "real"), value => value < 0);
        Assert.Equal(given, trainer.Data.Read("point"));

        void Step()
        {
            scene.Playback.StepOnce();
            scene.Frame(Time.LongestDelta);
        }
    }

    [Fact]
    public void SaysWhatItNeeds()
    {
        using SmallScene small = new(gpu);
        small.Scene.Add("plane", new GamePlaneView());
        Assert.Equal("A game's plane needs a learner of type Gan; this is a Classifier.",
            Assert.Throws<ArgumentException>(() => small.Scene.FindTensor("plane/field")).Message);
    }

    static Players New(AdversarialLoss loss) => new(new Dense(2, 2), new Sequential(new Dense(2, 6), new Tanh(), new Dense(6, 1)), 2)
    {
        Loss = loss,
    };

    Scene SceneOf(Players players, out GamePlaneView plane)
    {
        gpu.Seed(1);
        (float[] points, int[] parts) = DrawnPoints.Make(PointFigure.Moons, 64, 0.1f, seed: 1);
        Dataset data = Dataset.Of("moons", new Column("point", points, [2], new Meaning.Quantity()),
            new Column("label", parts, [], new Meaning.Label(["a", "b"])));
        Scene scene = new(gpu);
        scene.Error += failure => throw failure;
        scene.Add("trainer", new TrainerBehaviour(new GanLearner(players, new Adam(1e-2f), new Adam(1e-2f)), data, Batch)
        {
            Length = RunLength.Steps(1000),
        });
        scene.Add("plane", plane = new GamePlaneView());
        return scene;
    }

    float[] Read(Scene scene, string tensor) => Tensor.At(gpu, scene.FindTensor(tensor)).ToArray(gpu);

    float[] Run(Func<Tensor> trace)
    {
        using Recording recording = gpu.Record(trace, training: false);
        recording.Replay();
        return recording.Result.ToArray();
    }

    static Tensor AllPlaces() => Tensor.From([.. from row in Enumerable.Range(0, 64) from column in Enumerable.Range(0, 64)
        from value in (float[])[3 * (2 * (column + 0.5f) / 64 - 1), -3 * (2 * (row + 0.5f) / 64 - 1)] select value], [64 * 64, 2]);
}
