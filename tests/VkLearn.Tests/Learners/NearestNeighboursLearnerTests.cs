using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class NearestNeighboursLearnerTests(PlainGpu gpu)
{
    const int Count = 400, Most = 7;

    readonly GpuDevice gpu = gpu.Gpu;

    /// <summary>After an epoch each item has been left out once: the shares are those of loops in float64.</summary>
    [Fact]
    public void AsManyDecideAsAreRightMostOften()
    {
        using Dataset data = Moons(Count, 0.35f, seed: 1, out float[] points, out int[] labels);
        using NearestNeighbours model = new NearestNeighbours(2, Most);
        using NearestNeighboursLearner learner = new(model);
        learner.Survey(gpu, data);
        using Trainer trainer = new(gpu, learner, data, batchSize: 50);
        trainer.Run(trainer.StepsPerEpoch);
        trainer.Read();
        float[] right = learner.OfType<State>().Single(one => one.Name == "right").Thing.ToArray();
        double[] expected = new double[Most];
        for (int i = 0; i < Count; i++)
        {
            double Squared(int j) => Math.Pow(points[2 * j] - (double)points[2 * i], 2)
                + Math.Pow(points[2 * j + 1] - (double)points[2 * i + 1], 2);
            int[] nearest = [.. Enumerable.Range(0, Count).Where(j => j != i).OrderBy(Squared).Select(j => labels[j])];
            for (int k = 1; k <= Most; k++)
            {
                int ones = nearest.Take(k).Sum();
                expected[k - 1] += (2 * ones > k ? 1 : 0) == labels[i] ? 1.0 / Count : 0;
            }
        }

        Assert.Equal(expected.Select(share => (float)share), right, new Near(1e-5f));
        int best = Array.IndexOf(right, right.Max());
        Assert.Equal(Enumerable.Range(0, Most).Select(i => i <= best ? 1f : 0), model.Share.ToArray());
    }

    [Fact]
    public void TestsTellOfAccuracy()
    {
        using Dataset data = Moons(Count, 0.2f, seed: 1, out _, out _), others = Moons(300, 0.2f, seed: 2, out _, out _);
        using NearestNeighbours model = new NearestNeighbours(2, Most);
        using NearestNeighboursLearner learner = new(model);
        learner.Survey(gpu, data);
        using Trainer trainer = new(gpu, learner, data, batchSize: 50);
        trainer.Run(4);
        using Evaluator test = new(gpu, learner, others, batchSize: 64);
        Assert.InRange(test.Run()["accuracy"], 0.95, 1);
    }

    static Dataset Moons(int count, float deviation, uint seed, out float[] points, out int[] labels)
    {
        (points, labels) = DrawnPoints.Make(PointFigure.Moons, count, deviation, seed);
        return Dataset.Of("moons", new Column("point", points, [2], new Meaning.Quantity()),
            new Column("label", labels, [], new Meaning.Label(["a", "b"])));
    }
}
