using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
using Xunit;

namespace VkLearn.Tests.Losses;

[Collection("gpu")]
public sealed class WeightPenaltyTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Theory, InlineData(0.5f, 0), InlineData(0, 0.25f), InlineData(0.5f, 0.25f)]
    public void CostAndGradientAreThoseOfTheWeightsAlone(float l1, float l2)
    {
        using Sequential model = new(new Dense(3, 4), new Relu(), new Dense(4, 2));
        using Recording step = gpu.Record(() =>
        {
            Tensor cost = new WeightPenalty(l1, l2).Of(model);
            return [cost, .. cost.Gradients([.. model.Parameters.Where(one => one.Decays)])];
        }, training: false);
        step.Replay();
        float[][] weights = [.. model.Parameters.Where(one => one.Decays).Select(one => one.ToArray())];
        double expected = weights.SelectMany(one => one).Sum(w => l1 * Math.Abs((double)w) + l2 / 2 * (double)w * w);
        Assert.Equal(expected, step.Results[0].ToArray()[0], 1e-5);
        for (int i = 0; i < step.Results.Count - 1; i++)
        {
            Assert.Equal(weights[i].Select(w => l1 * MathF.Sign(w) + l2 * w), step.Results[i + 1].ToArray(), new Near(1e-5f));
        }
    }
}
