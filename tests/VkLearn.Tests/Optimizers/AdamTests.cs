using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Optimizers;

public sealed class AdamTests(GpuFixture fixture) : OptimizerTests(fixture)
{
    [Theory, InlineData(0), InlineData(0.1f)]
    public void Agrees(float weightDecay)
    {
        foreach (int[] sizes in (int[][])[[1], [7, 33, 1025], [1025, 16, 1]])
        {
            Check(rate => new Adam(rate, weightDecay: weightDecay),
                new AdamRule(0.9f, 0.999f, 1e-8f, weightDecay, Decoupled: false), "Adam", sizes);
            Check(rate => new AdamW(rate, weightDecay: weightDecay),
                new AdamRule(0.9f, 0.999f, 1e-8f, weightDecay, Decoupled: true), "AdamW", sizes);
        }
    }

    [Fact]
    public void OtherBetasAgree() =>
        Check(rate => new Adam(rate, 0.5f, 0.9f, 1e-3f), new AdamRule(0.5f, 0.9f, 1e-3f, 0, Decoupled: false), "Adam", 7, 33);
}
