using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Models;
using Xunit;

namespace VkLearn.Tests.Models;

[Collection("gpu")]
public sealed class PlaneMlpTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void FeaturesAreWhatTheirFormulasSay()
    {
        PlaneFeature[] all = Enum.GetValues<PlaneFeature>();
        using PlaneMlp model = new(all, 0, 1, 1, () => new Tanh());
        using Recording said = gpu.Record(() => model.Responses(Tensor.From([0.5f, -2], [1, 2])), training: false);
        said.Replay();
        Assert.Equal(["x", "y", "x\u00b2", "y\u00b2", "xy", "sin 2x", "sin 2y"], model.FeatureNames);
        Assert.Equal([0.5f, -2, 0.25f, 4, -1, MathF.Sin(1), MathF.Sin(-4)], said.Results[0].ToArray(), new Near(1e-6f));
        float[] weight = model.Weights[0].ToArray();
        Assert.Equal(said.Results[0].ToArray().Zip(weight, (x, w) => x * w).Sum(), said.Results[1].ToArray()[0], 1e-5f);
    }

    [Theory, InlineData(0, 1), InlineData(1, 2), InlineData(3, 4)]
    public void ItHasSoManyLayersOfSoManyNeurons(int layers, int weights)
    {
        using PlaneMlp model = new([PlaneFeature.X, PlaneFeature.Y], layers, 5, 2, () => new Relu());
        Assert.Equal(weights, model.Weights.Count);
        Assert.Equal((2, 2), (model.Weights[0].Shape[0], model.Weights[^1].Shape[1]));
        using Recording answer = gpu.Record(() => model.Forward(Tensor.Zeros([3, 2])), training: false);
        answer.Replay();
        Assert.Equal((3, 2), (answer.Result.Shape[0], answer.Result.Shape[1]));
    }

    [Fact]
    public void RefusesWhatItCannotSee()
    {
        Assert.Contains("one feature or more, each once, received 2: [X, X].",
            Assert.Throws<ArgumentException>(() => new PlaneMlp([PlaneFeature.X, PlaneFeature.X], 1, 2, 2, () => new Relu())).Message);
        using PlaneMlp model = new([PlaneFeature.X], 1, 2, 2, () => new Relu());
        Assert.Contains("points on a plane are [N, 2], received [3, 4].", Assert.Throws<ArgumentException>(
            () => gpu.Record(() => model.Forward(Tensor.Zeros([3, 4])), training: false)).Message);
    }
}
