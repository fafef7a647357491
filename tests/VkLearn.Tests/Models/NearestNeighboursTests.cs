using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Tests.Compile;
using Xunit;

namespace VkLearn.Tests.Models;

[Collection("gpu")]
public sealed class NearestNeighboursTests(PlainGpu gpu)
{
    readonly GpuDevice gpu = gpu.Gpu;

    /// <summary>Those that lie next by float64, whatever k, and as many as have a vote.</summary>
    [Theory, InlineData(1), InlineData(4), InlineData(9)]
    public void TheNearestVote(int k)
    {
        const int count = 1500, asked = 40, most = 9;
        using Dataset data = Points(count, out float[] points, out int[] labels);
        using NearestNeighbours model = new NearestNeighbours(DrawnPoints.PartsOf(PointFigure.Grid), most);
        model.Fit(gpu, data);
        model.Share.Load([.. Enumerable.Range(0, most).Select(i => i < k ? 1f : 0)]);
        float[] places = [.. Enumerable.Range(0, 2 * asked).Select(i => 2.4f * MathF.Sin(i * 1.7f))];
        using Recording recording = gpu.Record(() => model.Forward(Tensor.From(places, [asked, 2])), training: false);
        recording.Replay();
        float[] votes = recording.Result.ToArray();
        for (int i = 0; i < asked; i++)
        {
            double Squared(int j) => Math.Pow(points[2 * j] - (double)places[2 * i], 2)
                + Math.Pow(points[2 * j + 1] - (double)places[2 * i + 1], 2);
            int[] nearest = [.. Enumerable.Range(0, count).OrderBy(Squared).Take(k)];
            Assert.Equal(Enumerable.Range(0, model.Classes).Select(one => (float)nearest.Count(j => labels[j] == one)),
                votes.Skip(i * model.Classes).Take(model.Classes));
        }
    }

    [Fact]
    public void SaysWhatItNeeds()
    {
        using Dataset data = Points(30, out _, out _);
        using NearestNeighbours model = new NearestNeighbours(3, 5);
        Assert.Contains("call Fit before it is asked",
            Assert.Throws<InvalidOperationException>(() => model.Forward(Tensor.Ones([1, 2]))).Message);
        Assert.Contains("30 items of 25 classes, but it is of 3 classes, and of more than 5 items. Use classes: 25.",
            Assert.Throws<ArgumentException>(() => model.Fit(gpu, data)).Message);
    }

    static Dataset Points(int count, out float[] points, out int[] labels)
    {
        (points, labels) = DrawnPoints.Make(PointFigure.Grid, count, 0.4f, seed: 3);
        return Dataset.Of("points", new Column("point", points, [2], new Meaning.Quantity()), new Column("label", labels, [],
            new Meaning.Label([.. Enumerable.Range(0, DrawnPoints.PartsOf(PointFigure.Grid)).Select(part => $"{part}")])));
    }
}
