using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class FilmStripBehaviourTests(GpuFixture fixture)
{
    /// <summary>A sampler that counts.</summary>
    sealed class Counting : Learner
    {
        readonly State count = new("count", [1]);

        public override IReadOnlyList<Sampler> Samplers => [new("count", () =>
        {
            count.Assign(count.Value + 1);
            return new Dictionary<string, Tensor> { ["count"] = (count.Value + Tensor.Zeros([3, 1])).Reshape([3, 1]) };
        })];

        protected override void Step(Batch batch, Stage stage) => Show("x", batch["x"]);
    }

    /// <summary>A row a step; each time that four are full, every other one goes and they come half as often.</summary>
    [Fact]
    public void RowsAreSpacedOverTheWholeRun()
    {
        using Dataset data = Dataset.Of("data", new Column("x", new float[16], [1], new Meaning.Quantity()));
        using Scene scene = new(fixture.Gpu);
        scene.Error += failure => throw failure;
        scene.Add("trainer", new TrainerBehaviour(new Counting(), data, batch: 4) { Length = RunLength.Steps(100) });
        scene.Add("samples", new SamplerBehaviour { Rate = 1000 });
        scene.Add("strip", new FilmStripBehaviour("samples/count") { Items = 2, Rows = 4, Every = 1 });
        List<float[]> films = [];
        for (int i = 0; i < 9; i++)
        {
            scene.Playback.StepOnce();
            scene.Time.Budget = TimeSpan.FromSeconds(1);
            scene.Frame(0.02);
            films.Add(Tensor.At(fixture.Gpu, scene.FindTensor("strip/film")).ToArray(fixture.Gpu));
        }

        Assert.Equal([1f, 1, 0, 0, 0, 0, 0, 0], films[0]);
        Assert.Equal([1f, 1, 2, 2, 3, 3, 4, 4], films[3]);
        Assert.Equal([1f, 1, 3, 3, 5, 5, 0, 0], films[4]);
        Assert.Equal(films[4], films[5]);
        Assert.Equal([1f, 1, 3, 3, 5, 5, 7, 7], films[6]);
        Assert.Equal([1f, 1, 5, 5, 9, 9, 0, 0], films[8]);
    }

    [Fact]
    public void RefusesTooFewItems()
    {
        using Dataset data = Dataset.Of("data", new Column("x", new float[16], [1], new Meaning.Quantity()));
        using Scene scene = new(fixture.Gpu);
        scene.Add("trainer", new TrainerBehaviour(new Counting(), data, batch: 4) { Length = RunLength.Steps(100) });
        scene.Add("samples", new SamplerBehaviour());
        scene.Add("strip", new FilmStripBehaviour("samples/count"));
        Assert.Equal("A film strip of 10 items a row needs as many; \"samples/count\" is [3, 1].",
            Assert.Throws<ArgumentException>(() => scene.FindTensor("strip/film")).Message);
    }
}
