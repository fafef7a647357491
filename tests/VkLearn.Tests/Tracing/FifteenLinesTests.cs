using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Tracing;

/// <summary>The program that the README shows, on data made here.</summary>
[Collection("gpu")]
public sealed class FifteenLinesTests(GpuFixture fixture)
{
    const int Side = 8, Classes = 10;

    [Fact]
    public void Learns()
    {
        GpuDevice gpu = fixture.Gpu;
        Dataset digits = Made(600, seed: 1), unseen = Made(200, seed: 2);
        var model = new Sequential(new Flatten(), new Dense(Side * Side, 32), new Relu(), new Dense(32, Classes));
        var adam = new Adam(learningRate: 3e-3f);
        using Recording step = gpu.Record(() =>
        {
            var (image, label) = digits.NextBatch(64);
            Tensor loss = Loss.SoftmaxCrossEntropy(model.Forward(image), label);
            adam.Minimize(loss, of: model);
            return loss;
        });
        using Evaluator evaluator = new(gpu, new Classifier(model, adam), unseen);
        Assert.InRange(evaluator.Run()["accuracy"], 0, 0.4);
        step.Replay(times: 200);
        Assert.InRange(step.Result.Item(), 0, 0.5f);
        Assert.InRange(evaluator.Run()["accuracy"], 0.9, 1);
    }

    /// <summary>Each class a pattern of its own under noise.</summary>
    static Dataset Made(int count, int seed)
    {
        System.Random patterns = new(0), noise = new(seed);
        float[][] classes = [.. Enumerable.Range(0, Classes)
            .Select(_ => Enumerable.Range(0, Side * Side).Select(_ => (float)patterns.NextDouble()).ToArray())];
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % Classes)];
        float[] images = [.. labels.SelectMany(label => classes[label].Select(pixel => 0.5f * pixel + 0.7f * (float)noise.NextDouble()))];
        return Dataset.From(images, labels, [1, Side, Side]);
    }
}
