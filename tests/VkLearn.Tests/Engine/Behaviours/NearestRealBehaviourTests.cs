using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class NearestRealBehaviourTests(GpuFixture fixture)
{
    /// <summary>A sampler of two points.</summary>
    sealed class Making(float[] points) : Learner
    {
        public override IReadOnlyList<Sampler> Samplers => [new("points", () => new Dictionary<string, Tensor>
        {
            ["points"] = Tensor.From(points, [points.Length / 2, 2]) + Tensor.Zeros([1, 2]),
        })];

        protected override void Step(Batch batch, Stage stage) => Show("x", batch["x"]);
    }

    [Fact]
    public void EachHasItsNearest()
    {
        using Scene scene = New([0.9f, 1.2f, -3, 0.1f], items: 2);
        scene.Error += failure => throw failure;
        for (int i = 0; i < 2; i++)
        {
            scene.Playback.StepOnce();
            scene.Time.Budget = TimeSpan.FromSeconds(1);
            scene.Frame(0.02);
        }

        Assert.Equal([0.9f, 1.2f, -3, 0.1f, 1, 1, -2, 0], Tensor.At(fixture.Gpu, scene.FindTensor("near/pairs")).ToArray(fixture.Gpu));
    }

    [Fact]
    public void RefusesOtherItems()
    {
        using Scene scene = New([1, 2], items: 2);
        Assert.Equal(
            "Nearest real items are of 2 made ones or more, each [2] as those that are learned from; \"samples/points\" is [1, 2].",
            Assert.Throws<ArgumentException>(() => scene.FindTensor("near/pairs")).Message);
    }

    Scene New(float[] made, int items)
    {
        Dataset data = Dataset.Of("data", new Column("x", [0f, 0, 1, 1, -2, 0, 5, 5], [2], new Meaning.Quantity()));
        Scene scene = new(fixture.Gpu);
        scene.Add("trainer", new TrainerBehaviour(new Making(made), data, batch: 2) { Length = RunLength.Steps(100) });
        scene.Add("samples", new SamplerBehaviour { Rate = 1000 });
        scene.Add("near", new NearestRealBehaviour("samples/points") { Items = items, Seconds = 0.001 });
        return scene;
    }
}
