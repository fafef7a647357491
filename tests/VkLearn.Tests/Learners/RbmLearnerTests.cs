using VkLearn.Tests.Compile;
using VkLearn.Data;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class RbmLearnerTests(PlainGpu gpu)
{
    const int Units = 6;

    static readonly int[] seen = [0b000111, 0b111000, 0b101010, 0b000000];

    /// <summary>
    /// The exact likelihood of four states, each of which is a quarter of what is seen: at best -1.39 nats, untrained -4.16.
    /// </summary>
    [Theory, InlineData(0, 1, 0.2f), InlineData(0, 3, 0.2f), InlineData(64, 2, 0.05f)]
    public void TheLikelihoodComesNearTheBestThereIs(int chains, int steps, float rate)
    {
        gpu.Gpu.Seed(1);
        Rbm rbm = new(Units, 8);
        using RbmLearner learner = new(rbm, rate, [new(steps, Momentum: 0.5f)], chains);
        using Dataset data = Data();
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 64);
        trainer.Step.Replay(20);
        double untrained = Likelihood(rbm);
        trainer.Step.Replay(1500);
        double trained = Likelihood(rbm);
        Assert.InRange(untrained, -4.4, -3.5);
        Assert.InRange(trained, -1.95, -1.386);
    }

    /// <summary>It is told how often a unit should be on.</summary>
    [Fact]
    public void UnitsBecomeAsRareAsAsked()
    {
        double Activity(float cost)
        {
            gpu.Gpu.Seed(1);
            Rbm rbm = new(Units, 8);
            using RbmLearner learner = new(rbm, 0.1f, [new()], sparsity: 0.1f, sparsityCost: cost);
            using Dataset data = Data();
            using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 64, watch: ["hiddenProbabilities"]);
            trainer.Step.Replay(500);
            return Tensor.At(gpu.Gpu, trainer.Find("hiddenProbabilities")!.Value).ToArray(gpu.Gpu).Average();
        }

        Assert.InRange(Activity(cost: 3), 0.03, 0.2);
        Assert.InRange(Activity(cost: 0), 0.25, 0.75);
    }

    /// <summary>What tests tell: energies and errors of each item, and how likely each unit is given the others.</summary>
    [Fact]
    public void TestsTellOfEnergyErrorAndPseudoLikelihood()
    {
        gpu.Gpu.Seed(1);
        Rbm rbm = new(Units, 8);
        using RbmLearner learner = new(rbm, 0.05f, [new(Momentum: 0.5f)], chains: 64);
        using Dataset data = Data();
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 64);
        using Evaluator test = new(gpu.Gpu, learner, data, batchSize: 96);
        double before = test.Run()["pseudoLikelihood"];
        trainer.Step.Replay(1000);
        EvaluationMetrics after = test.Run();
        Assert.InRange(before, -Units * Math.Log(2) - 0.1, -Units * Math.Log(2) + 0.1);
        Assert.InRange(after["pseudoLikelihood"], -2, -0.01);
        Assert.InRange(after["reconstructionError"], 0, 0.5);
    }

    [Fact]
    public void PhasesAreStages()
    {
        using RbmLearner learner = new(new Rbm(4, 3), 0.1f, [new(1, 0.5f, Epochs: 2), new(5)]);
        Assert.Equal([new("CD-1", 2), new("CD-5, phase 2")], learner.Stages);
    }

    double Likelihood(Rbm rbm)
    {
        double logPartition = ExactPartition.LogOf(gpu.Gpu, rbm);
        using Recording energy = gpu.Gpu.Record(() => rbm.FreeEnergy(Tensor.From(States(), [seen.Length, Units])).Mean(), training: false);
        energy.Replay();
        return -energy.Result.Item() - logPartition;
    }

    static Dataset Data() => Dataset.Of("states",
        new Column("state", [.. Enumerable.Repeat(States(), 64).SelectMany(states => states)], [Units], new Meaning.Quantity()));

    static float[] States() =>
        [.. seen.SelectMany(state => Enumerable.Range(0, Units).Select(i => (state >> i & 1) == 1 ? 1f : 0f))];
}
