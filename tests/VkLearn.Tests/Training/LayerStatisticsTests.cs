using VkLearn.Layers;
using VkLearn.Tests.Tracing;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Training;

[Collection("gpu")]
public sealed class LayerStatisticsTests(GpuFixture fixture)
{
    [Fact]
    public void NumbersAreThoseOfTheTensors()
    {
        var gpu = fixture.Gpu;
        Dense first = new(3, 4), second = new(4, 2);
        Sequential model = new(first, new Relu(), second);
        State x = new("x", [5, 3]), gradient = new("gradient", [3, 4]), other = new("other", [4, 2]);
        using Recording touched = gpu.Record(() => [model.Forward(x.Value), gradient.Value * 1f, other.Value * 1f], training: false);
        Random random = new(1);
        float[] items = Values(15), slopes = Values(12), weight = Values(12), bias = [0.5f, 0.5f, 0.5f, -100];
        x.Load(items);
        gradient.Load(slopes);
        first.Weight.Load(weight);
        first.Bias!.Load(bias);
        using LayerStatistics statistics = new(gpu, model, Tensor.At(gpu, x.Memory!.Value),
            name => Tensor.At(gpu, (name == "layers.0.weight:gradient" ? gradient : other).Memory!.Value));

        float[] changed = [.. weight.Select(value => value * 1.25f)];
        float[] numbers = [];
        for (int i = 0; i < 8; i++)
        {
            first.Weight.Load(weight);
            statistics.Note();
            first.Weight.Load(changed);
            statistics.Measure();
            using Recording read = gpu.Record(() => Tensor.At(gpu, statistics.Numbers) * 1f);
            read.Replay();
            numbers = read.Result.ToArray();
            Assert.Equal(i < 7 ? 0 : 0.25f, numbers[2]); // the unit of bias -100, not before it was idle for a while
        }

        double[] active = [.. Enumerable.Range(0, 20).Select(i => Math.Max(0, bias[i % 4]
            + Enumerable.Range(0, 3).Sum(k => (double)items[i / 4 * 3 + k] * changed[k * 4 + i % 4])))];
        double mean = active.Average();
        Close.To([mean, Math.Sqrt(active.Average(value => (value - mean) * (value - mean)))], numbers[..2]);
        Close.To([0.25 / 1.25, Math.Sqrt(slopes.Sum(value => (double)value * value))], numbers[3..5]);
        Assert.Equal([-1, 0, 0], [numbers[7], numbers[8], numbers[9]]); // no ReLU behind, no update, no gradient

        statistics.Clear();
        statistics.Measure();
        using Recording again = gpu.Record(() => Tensor.At(gpu, statistics.Numbers) * 1f);
        again.Replay();
        Assert.Equal(0, again.Result.ToArray()[2]);

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }

    [Fact]
    public void LayersThatLearnAreThoseOfTheModelInOrder()
    {
        Dense frozen = new(2, 2) { IsFrozen = true };
        Sequential model = new(new Conv2d(1, 2, 3), new BatchNorm(2), new Flatten(), frozen, new Sequential(new Dense(2, 1)));

        Assert.Equal(["layers.0.weight", "layers.1.weight", "layers.4.layers.0.weight"],
            LayerStatistics.LayersOf(model).Select(one => one.Weight.Path));
    }
}
