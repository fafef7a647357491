using VkLearn.Gpu;
using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Patients;

[Collection("gpu")]
public sealed class RocCurveTests(GpuFixture fixture)
{
    const int Models = 3, Points = 101;

    readonly GpuDevice gpu = fixture.Gpu;

    /// <summary>Against float64, with scores that are equal, and rows that do not count.</summary>
    [Theory, InlineData(40, false), InlineData(201, false), InlineData(201, true)]
    public void IsThatOfAllPairs(int rows, bool hasTies)
    {
        float[] scores = Numbers.Normal(Models * rows, seed: rows), other = Numbers.Normal(rows, seed: 9);
        scores = hasTies ? [.. scores.Select(score => MathF.Round(2 * score))] : scores;
        float[] positive = [.. Enumerable.Range(0, Models * rows).Select(i => scores[i] + other[i % rows] > 0.4f ? 1f : 0f)];
        float[] negative = [.. positive.Select((value, i) => i % 7 == 3 ? 0 : 1 - value)];
        using Recording recording = gpu.Record(() =>
        {
            Tensor Of(float[] values) => Tensor.From(values, [Models, rows]);
            Tensor[] all = [Of(scores), Of(positive), Of(negative)];
            return [RocCurve.Area(all[0], all[1], all[2]), RocCurve.Heights(all[0], all[1], all[2], Points)];
        }, training: false);
        recording.Replay();
        (float[] areas, float[] heights) = (recording.Results[0].ToArray(), recording.Results[1].ToArray());
        for (int model = 0; model < Models; model++)
        {
            int[] all = [.. Enumerable.Range(model * rows, rows)];
            double[] sick = [.. all.Where(i => positive[i] > 0).Select(i => (double)scores[i])];
            double[] healthy = [.. all.Where(i => negative[i] > 0).Select(i => (double)scores[i])];
            double area = sick.Average(s => healthy.Average(h => s > h ? 1 : s == h ? 0.5 : 0));
            Assert.Equal(area, areas[model], 1e-6);
            Assert.InRange(area, 0.6, 0.95);
            double[] placements = [.. sick.Select(s => healthy.Average(h => h > s ? 1 : s == h ? 0.5 : 0))];
            Assert.All(Enumerable.Range(0, Points), point =>
            {
                double rate = point / (Points - 1.0) + 1e-6;
                Assert.Equal(placements.Average(placement => placement < rate ? 1.0 : 0), heights[model * Points + point], 1e-5);
            });
        }
    }

    /// <summary>Without ties the curve is what the usual way makes: at each threshold both rates, and between two a step.</summary>
    [Fact]
    public void PassesThroughTheRatesOfEachThreshold()
    {
        float[] scores = [0.9f, 0.8f, 0.7f, 0.6f, 0.55f, 0.4f, 0.3f, 0.2f, 0.1f], sick = [1, 1, 0, 1, 0, 1, 0, 0, 0];
        using Recording recording = gpu.Record(() => RocCurve.Heights(Tensor.From(scores, [1, 9]), Tensor.From(sick, [1, 9]),
            Tensor.From([.. sick.Select(value => 1 - value)], [1, 9]), 6), training: false);
        recording.Replay();
        Assert.Equal([0.5f, 0.75f, 1, 1, 1, 1], recording.Result.ToArray()); // at 0, 1, ... of five false alarms
    }

    [Fact]
    public void WhoKnowsAllHasOneAndWhoKnowsNothingAHalf()
    {
        float[] sick = [1, 1, 0, 0, 0], scores = [3, 2, 1, 0, -1, 1, 1, 1, 1, 1, -1, 0, 1, 2, 3];
        float[] three = [.. sick, .. sick, .. sick];
        using Recording recording = gpu.Record(() => RocCurve.Area(Tensor.From(scores, [3, 5]), Tensor.From(three, [3, 5]),
            1 - Tensor.From(three, [3, 5])), training: false);
        recording.Replay();
        Assert.Equal([1, 0.5f, 0], recording.Result.ToArray());
    }
}
