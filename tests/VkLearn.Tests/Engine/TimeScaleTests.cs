using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

[Collection("gpu")]
public sealed class TimeScaleTests(GpuFixture fixture)
{
    [Fact]
    public void ItChangesNoBitOfTraining()
    {
        string[] hashes = [.. ((double[])[1, 0, 0.5, 100]).Select(scale =>
        {
            using SmallScene small = new(fixture.Gpu);
            small.Scene.Time.Scale = scale;
            small.Step(4);
            Assert.Equal(4, small.Trainer.Steps);
            return WeightsHash.Of(small.Model);
        })];

        Assert.Single(hashes.Distinct());
    }
}
