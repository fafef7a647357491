using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners.Gans;

[Collection("gpu")]
public sealed class GanLearnerTests(PlainGpu gpu)
{
    /// <summary>Points around two places: all losses come to make points at both, from noise that lies between.</summary>
    [Theory,
        InlineData(AdversarialLoss.NonSaturating, 1, 0f), InlineData(AdversarialLoss.LeastSquares, 1, 1f),
        InlineData(AdversarialLoss.Hinge, 2, 1f), InlineData(AdversarialLoss.Wasserstein, 3, 1f)]
    public void LearnsToMakeWhatIsReal(AdversarialLoss loss, int criticUpdates, float penalty)
    {
        using GanLearner learner = New(loss, criticUpdates, penalty);
        using Dataset data = Data();
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 128);
        double untrained = Judge(learner, data)["highQualityShare"];
        trainer.Run(1500);
        EvaluationMetrics trained = Judge(learner, data);
        Assert.InRange(untrained, 0, 0.2);
        Assert.Equal(2, trained["modesHit"]);
        Assert.InRange(trained["highQualityShare"], 0.6, 1);
    }

    /// <summary>A label in, its place out: nearly all of what is asked for.</summary>
    [Fact]
    public void MakesWhatItIsAskedFor()
    {
        using GanLearner learner = New(AdversarialLoss.NonSaturating, 1, 0, isConditional: true);
        using Dataset data = Data();
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 128);
        trainer.Run(1000);
        Tensor Asked(int place) => Tensor.From([.. Enumerable.Repeat(place, 500)], [500]).OneHot(2);
        using Recording asked = gpu.Gpu.Record(() => Enumerable.Range(0, 2)
            .Select(place => learner.Sample(learner.Players.Draw(500), Asked(place))).ToArray(), training: false);
        asked.Replay();
        for (int place = 0; place < 2; place++)
        {
            float[] points = asked.Results[place].ToArray();
            double there = Enumerable.Range(0, 500).Count(i => points[2 * i] > 0 == (place == 1)) / 500.0;
            Assert.InRange(there, 0.97, 1);
        }
    }

    /// <summary>Both players' optimisers, the averages and the clock.</summary>
    [Fact]
    public void ItGoesOnToTheSameBits()
    {
        string Train(Action<Trainer> train)
        {
            using GanLearner learner = New(AdversarialLoss.Wasserstein, 2, 10);
            using Dataset data = Data();
            using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 64);
            train(trainer);
            return WeightsHash.Of(learner);
        }

        Snapshot? middle = null;
        string unbroken = Train(trainer =>
        {
            trainer.Step.Replay(7);
            middle = trainer.Capture();
            trainer.Step.Replay(8);
        });
        Assert.Equal(unbroken, Train(trainer =>
        {
            trainer.Restore(middle!);
            trainer.Step.Replay(8);
        }));
        Assert.NotEqual(unbroken, Train(trainer => trainer.Step.Replay(14)));
    }

    /// <summary>The same noise, drawn once.</summary>
    [Fact]
    public void SamplesAreOfTheSameNoiseUntilItStartsOver()
    {
        using GanLearner learner = New(AdversarialLoss.NonSaturating, 1, 0);
        using Dataset data = Data();
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 64);
        Sampler sampler = learner.Samplers.Single();
        Tensor? samples = null;
        using Recording step = gpu.Gpu.Record(() => samples = sampler.Step()["samples"], training: false);
        float[] first = Next(), second = Next();
        sampler.Restart!();
        Assert.Equal(first, second);
        Assert.NotEqual(first, Next());
        float[] Next()
        {
            step.Replay();
            return samples!.ToArray();
        }
    }

    [Fact]
    public void RefusesAGeneratorOfOtherItems()
    {
        using GanLearner learner = New(AdversarialLoss.Hinge, 1, 0, width: 3);
        using Dataset data = Data();
        Assert.StartsWith("Gan: the generator makes [64, 3], but items are [64, 2].",
            Assert.Throws<ArgumentException>(() => new Trainer(gpu.Gpu, learner, data, batchSize: 64)).Message);
    }

    GanLearner New(AdversarialLoss loss, int criticUpdates, float penalty, bool isConditional = false, int width = 2)
    {
        gpu.Gpu.Seed(1);
        int told = isConditional ? 2 : 0;
        Sequential generator = new(new Dense(2 + told, 32), new Relu(), new Dense(32, 32), new Relu(), new Dense(32, width));
        Sequential critic = new(
            new Dense(2 + told, 32), new LeakyRelu(0.2f), new Dense(32, 32), new LeakyRelu(0.2f), new Dense(32, 1));
        return new(new Players(generator, critic, Latent: 2) { Loss = loss }, new Adam(2e-3f, beta1: 0.5f), new Adam(2e-3f, beta1: 0.5f))
        {
            CriticUpdates = criticUpdates, PenaltyWeight = penalty, IsConditional = isConditional,
            Average = new WeightAverage(0.99f), Quality = new ModesQuality { Samples = 2000 },
        };
    }

    EvaluationMetrics Judge(GanLearner learner, Dataset data)
    {
        using Estimate estimate = learner.EstimateOn(gpu.Gpu, new Splits(data, data))!;
        return estimate.Run();
    }

    /// <summary>Around (-1, 0) and (1, 0).</summary>
    static Dataset Data()
    {
        Random random = new(1);
        float Normal() => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2) * 0.2f;
        int[] places = [.. Enumerable.Range(0, 2000).Select(i => i % 2)];
        float[] points = [.. places.SelectMany(place => new[] { 2 * place - 1 + Normal(), Normal() })];
        return Dataset.Of("two places", new Column("point", points, [2], new Meaning.Quantity()),
            new Column("label", places, [], new Meaning.Label(["left", "right"])));
    }
}
