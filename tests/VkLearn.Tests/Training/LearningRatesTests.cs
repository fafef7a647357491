using VkLearn.Data;
using VkLearn.Optimizers;
using VkLearn.Tests.Tracing;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Training;

/// <summary>A schedule that goes over the run goes over the steps in which its optimiser updates something, however often.</summary>
[Collection("gpu")]
public sealed class LearningRatesTests(GpuFixture fixture)
{
    /// <summary>Each stage lowers a weight of its own by the rate at each update.</summary>
    sealed class Staged : Learner
    {
        readonly int updates;
        readonly Bag bag = new();
        readonly Optimizer[] optimizers;

        public Staged(int updates, params int?[] epochs)
        {
            this.updates = updates;
            Stages = [.. epochs.Select((count, i) => new Stage($"stage {i}", count))];
            Weights = [.. epochs.Select((_, i) => bag.New($"w{i}", [1], 0))];
            optimizers = [.. epochs.Select((_, i) => Own($"optimizer{i}", new Sgd(new PolynomialSchedule(1))))];
            Own("", bag);
        }

        public Parameter[] Weights { get; }

        public override IReadOnlyList<Stage> Stages { get; }

        protected override void Step(Batch batch, Stage stage)
        {
            int index = Stages.ToList().IndexOf(stage);
            for (int i = 0; i < updates; i++)
            {
                optimizers[index].Apply(Weights[index], Tensor.Ones([1]));
            }
        }
    }

    [Theory, InlineData(1), InlineData(5)]
    public void AStagesOptimiserGoesOverThatStage(int updates)
    {
        Staged learner = new(updates, 2, 1, null);
        Dataset data = Dataset.From([1f, 2, 3, 4], [0, 1, 0, 1], [1]);
        using Trainer trainer = new(fixture.Gpu, learner, data, batchSize: 1, runSteps: 20);
        trainer.Run(20);

        // Of n steps from 1 down to 1 / n the sum is (n + 1) / 2.
        Assert.Equal([-updates * 4.5f, -updates * 2.5f, -updates * 4.5f],
            learner.Weights.Select(weight => MathF.Round(weight.ToArray()[0], 4)));
    }

    [Fact]
    public void OneStageGoesOverTheRun()
    {
        Staged learner = new(5, [null]);
        using Trainer trainer = new(fixture.Gpu, learner, Dataset.From([1f, 2], [0, 1], [1]), batchSize: 1, runSteps: 7);
        trainer.Run(7);
        Assert.Equal(-5 * 4, learner.Weights[0].ToArray()[0], 1e-4);
    }
}
