using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Layers;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class SamplerBehaviourTests(GpuFixture fixture)
{
    /// <summary>A random walk, beside training that draws random numbers, too.</summary>
    sealed class Walking : Learner
    {
        readonly Sequential model = new(new Dense(2, 8), new Dropout(0.5f), new Dense(8, 1));
        readonly Adam adam = new(1e-2f);
        readonly State place = new("place", [3]);
        readonly Metric loss;

        public Walking()
        {
            Own("", model);
            Own("optimizer", adam);
            loss = Measure("loss", better: Better.Lower);
        }

        public Layer Model => model;

        public override IReadOnlyList<Sampler> Samplers => [new("walk", Walk, () => place.Load(new float[3]))];

        protected override void Step(Batch batch, Stage stage)
        {
            Tensor error = (model.Forward(batch["x"]) - 1).Square().Mean();
            adam.Minimize(error, of: model);
            loss.Add(error);
        }

        Dictionary<string, Tensor> Walk()
        {
            place.Assign(place.Value + Tensor.Uniform([3]));
            return new() { ["place"] = place.Value * 1f };
        }
    }

    string Train(bool samples, out float[] place, int frames = 30)
    {
        fixture.Gpu.Seed(3);
        VkLearn.Compile.Session.Of(fixture.Gpu).Counters.Clock.Write(0); // as in a process of its own
        Walking learner = new();
        float[] x = [.. Enumerable.Range(0, 64).Select(i => MathF.Sin(i))];
        Dataset data = Dataset.Of("walked", new Column("x", x, [2], new Meaning.Quantity()));
        using Scene scene = new(fixture.Gpu);
        scene.Error += failure => throw failure;
        scene.Add("trainer", new TrainerBehaviour(learner, data, batch: 8));
        if (samples)
        {
            scene.Add("sampler", new SamplerBehaviour("walk") { Rate = 1000 });
        }

        for (int i = 0; i < frames; i++)
        {
            scene.Playback.StepOnce();
            scene.Time.Budget = TimeSpan.FromSeconds(1);
            scene.Frame(0.02);
        }

        place = [];
        if (samples)
        {
            TensorMemory memory = scene.FindTensor("sampler/place");
            place = new float[3];
            fixture.Gpu.Staging.Download<float>(memory.Buffer, place, memory.ByteOffset);
        }

        return WeightsHash.Of(learner);
    }

    [Fact]
    public void ItGoesOnByItselfAndChangesNoBitOfTraining()
    {
        string alone = Train(samples: false, out _), beside = Train(samples: true, out float[] after30);
        Train(samples: true, out float[] after10, frames: 10);

        Assert.Equal(alone, beside);
        Assert.All(after30, value => Assert.InRange(value, 30 * 0.2f, 30 * 0.8f)); // sums of 30 uniform numbers, of which each is another
        Assert.All(after10.Zip(after30), walked => Assert.True(walked.First < walked.Second));
        Assert.Equal(3, after30.Distinct().Count());
    }

    [Fact]
    public void ASamplerThatIsNotThereIsNamed()
    {
        fixture.Gpu.Seed(3);
        Dataset data = Dataset.Of("walked", new Column("x", new float[32], [2], new Meaning.Quantity()));
        using Scene scene = new(fixture.Gpu);
        scene.Add("trainer", new TrainerBehaviour(new Walking(), data, batch: 8));
        scene.Add("sampler", new SamplerBehaviour("wlak"));

        Assert.Equal("Walking has no sampler \"wlak\". It has: walk.",
            Assert.Throws<InvalidOperationException>(() => scene.FindTensor("sampler/place")).Message);
    }

    [Fact]
    public void TrainersShareAFramesBudget()
    {
        fixture.Gpu.Seed(3);
        Dataset Data() => Dataset.Of("walked", new Column("x", new float[64], [2], new Meaning.Quantity()));
        using Scene scene = new(fixture.Gpu);
        TrainerBehaviour first = new(new Walking(), Data(), batch: 8) { Length = RunLength.Steps(3) };
        TrainerBehaviour second = new(new Walking(), Data(), batch: 8);
        scene.Add("a", first);
        scene.Add("b", second);
        TimeSpan budget = TimeSpan.FromMilliseconds(20);
        Assert.Equal((budget / 2, budget / 2), (first.Share(budget), second.Share(budget)));
        for (scene.Time.Budget = budget; !first.IsDone;)
        {
            scene.Frame(0.02);
        }

        Assert.Equal(budget, second.Share(budget)); // of one that is done it has the part
        Assert.True(second.Steps > 0);
    }
}
