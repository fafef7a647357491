using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class SupportVectorLearnerTests(PlainGpu gpu)
{
    const float Cost = 10, Tolerance = 1e-3f, Gamma = 1;

    readonly GpuDevice gpu = gpu.Gpu;

    /// <summary>What it ends with fulfils the conditions of the optimum in float64, computed from the points alone; also where there is
    /// hardly room for more rows than support vectors, so that others must give way.</summary>
    [Theory, InlineData(PointFigure.Moons, 300), InlineData(PointFigure.Moons, 75), InlineData(PointFigure.Ring, 250)]
    public void ItEndsAtTheOptimum(PointFigure figure, int vectors)
    {
        using Dataset data = Points(figure, 300, seed: 1, out float[] points, out int[] labels);
        using SupportVectorMachine model = New(figure, vectors);
        using SupportVectorLearner learner = new(model, Cost, Tolerance, rowsPerStep: 16, iterations: 200);
        learner.Survey(gpu, data);
        using Trainer trainer = new(gpu, learner, data, batchSize: 100);
        int steps = Learn(trainer, learner);
        Assert.InRange(steps, 2, 199);
        float[] decisions = Decisions(model, points);
        (float[] vector, float[] coefficient) = (model.Vectors.ToArray(), model.Coefficients.ToArray());
        for (int pair = 0; pair < model.Pairs.Count; pair++)
        {
            (int first, int second) = model.Pairs[pair];
            double sum = 0;
            for (int i = 0; i < labels.Length; i++)
            {
                int sign = labels[i] == first ? 1 : labels[i] == second ? -1 : 0;
                int slot = Array.FindIndex([.. Enumerable.Range(0, vectors)], s => coefficient[pair * vectors + s] != 0
                    && vector[2 * s] == points[2 * i] && vector[2 * s + 1] == points[2 * i + 1]);
                float own = slot < 0 ? 0 : coefficient[pair * vectors + slot];
                sum += own;
                Assert.InRange(own * sign, 0, Cost);
                double margin = sign * decisions[i * model.Pairs.Count + pair] - 1;
                Assert.True(sign == 0 ? own == 0 : own == 0 ? margin > -2 * Tolerance : own * sign == Cost ? margin < 2 * Tolerance
                    : Math.Abs(margin) < 2 * Tolerance, $"pair {pair}, item {i}: coefficient {own}, margin {margin}");
            }

            Assert.Equal(0, sum, 1e-3);
        }
    }

    /// <summary>A test tells how many it takes for what they are.</summary>
    [Fact]
    public void TestsTellOfAccuracy()
    {
        using Dataset data = Points(PointFigure.Moons, 300, seed: 1, out _, out _);
        using Dataset others = Points(PointFigure.Moons, 500, seed: 2, out float[] points, out int[] labels);
        using SupportVectorMachine model = New(PointFigure.Moons, 300);
        using SupportVectorLearner learner = new(model, Cost, Tolerance, rowsPerStep: 32);
        learner.Survey(gpu, data);
        using Trainer trainer = new(gpu, learner, data, batchSize: 100);
        Learn(trainer, learner);
        using Evaluator test = new(gpu, learner, others, batchSize: 96);
        double accuracy = test.Run()["accuracy"];
        float[] decisions = Decisions(model, points);
        Assert.Equal(labels.Zip(decisions, (label, one) => (one > 0 ? 0 : 1) == label ? 1.0 : 0).Average(), accuracy, 1e-6);
        Assert.InRange(accuracy, 0.95, 1);
        using Estimate end = learner.EstimateOn(gpu, others)!;
        end.Begin();
        end.Parts[0].Step.Replay();
        EvaluationMetrics told = end.Read();
        Assert.InRange(told["kktGap"], 0, Tolerance);
        Assert.Equal(model.Coefficients.ToArray().Count(one => one != 0), told["supportVectors"]);
    }

    /// <summary>The rows are made anew, and then all goes on to the same bits; further steps change nothing once it has learned.</summary>
    [Fact]
    public void ItGoesOnFromACheckpointToTheSameBits()
    {
        Snapshot? middle = null;
        string whole = Run(trainer =>
        {
            trainer.Run(4);
            middle = trainer.Capture();
        });
        Assert.Equal(whole, Run(trainer => trainer.Restore(middle!)));

        string Run(Action<Trainer> begin)
        {
            using Dataset data = Points(PointFigure.Moons, 300, seed: 1, out _, out _);
            using SupportVectorMachine model = New(PointFigure.Moons, 300);
            using SupportVectorLearner learner = new(model, Cost, Tolerance, rowsPerStep: 16, iterations: 50);
            learner.Survey(gpu, data);
            using Trainer trainer = new(gpu, learner, data, batchSize: 100);
            begin(trainer);
            Learn(trainer, learner);
            string hash = WeightsHash.Of(learner);
            trainer.Run(3);
            trainer.Read();
            Assert.Equal(hash, WeightsHash.Of(learner));
            return hash;
        }
    }

    [Fact]
    public void SaysWhatDoesNotFit()
    {
        using Dataset data = Points(PointFigure.Ring, 300, seed: 1, out _, out _);
        using SupportVectorMachine model = New(PointFigure.Moons, 300);
        using SupportVectorLearner learner = new(model);
        Assert.Contains("of 2 features and 2 classes. Use features: 2, classes: 8",
            Assert.Throws<ArgumentException>(() => learner.Survey(gpu, data)).Message);
        Assert.Contains("call Survey before its first step",
            Assert.Throws<InvalidOperationException>(() => new Trainer(gpu, learner, data, batchSize: 100)).Message);
    }

    static SupportVectorMachine New(PointFigure figure, int vectors) => new(2, DrawnPoints.PartsOf(figure), vectors, Gamma);

    static Dataset Points(PointFigure figure, int count, uint seed, out float[] points, out int[] labels)
    {
        (points, labels) = DrawnPoints.Make(figure, count, figure == PointFigure.Moons ? 0.25f : 0.5f, seed);
        return Dataset.Of("points", new Column("point", points, [2], new Meaning.Quantity()), new Column("label", labels, [],
            new Meaning.Label([.. Enumerable.Range(0, DrawnPoints.PartsOf(figure)).Select(part => $"{part}")])));
    }

    /// <returns>Steps until it had learned.</returns>
    static int Learn(Trainer trainer, SupportVectorLearner learner)
    {
        for (int step = 1; step < 200; step++)
        {
            trainer.Run(1);
            if (learner.HasLearned(trainer.Read()))
            {
                return step;
            }
        }

        return 200;
    }

    float[] Decisions(SupportVectorMachine model, float[] points)
    {
        using Recording recording = gpu.Record(() => model.Decisions(Tensor.From(points, [points.Length / 2, 2])), training: false);
        recording.Replay();
        return recording.Result.ToArray();
    }
}
