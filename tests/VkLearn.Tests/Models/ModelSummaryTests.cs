using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Models;

[Collection("gpu")]
public sealed class ModelSummaryTests(GpuFixture fixture)
{
    [Fact]
    public void TellsShapesParametersAndCost()
    {
        Sequential model = new(new Flatten(), new Dense(784, 128), new Relu(), new Dense(128, 10));
        ModelSummary summary = ModelSummary.Of(model, [64, 1, 28, 28]);
        Assert.Equal(
            [
                new("layers.0", "Flatten", [64, 784], 0, 0), new("layers.1", "Dense", [64, 128], 100_480, 2.0 * 64 * 784 * 128 * 2 / 1e9),
                new("layers.2", "Relu", [64, 128], 0, 0), new("layers.3", "Dense", [64, 10], 1290, 2.0 * 64 * 128 * 10 * 3 / 1e9),
            ],
            summary.Layers);
        Assert.Equal(101_770, summary.Parameters);
    }

    /// <summary>Against what the kernels of a step compute.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void CountsWhatAStepComputes(bool isConvolutional)
    {
        Layer model = isConvolutional ? new ResNet(depth: 8, channels: 3)
            : new Sequential(new Flatten(), new Dense(192, 32), new Relu(), new Residual(new Dense(32, 32), new Relu()), new Dense(32, 10));
        Shape input = [16, 3, 8, 8];
        Dataset data = Dataset.From(new float[16 * 3 * 8 * 8], new int[16], [3, 8, 8]);
        Sgd sgd = new(0.1f);
        using Recording step = fixture.Gpu.Record(() =>
        {
            var (image, label) = data.NextBatch(16);
            Tensor loss = Loss.SoftmaxCrossEntropy(model.Forward(image), label);
            sgd.Minimize(loss, of: model);
            return loss;
        });
        Assert.Equal(step.Gflop, ModelSummary.Of(model, input).Gflop, step.Gflop * 1e-6);
    }
}
