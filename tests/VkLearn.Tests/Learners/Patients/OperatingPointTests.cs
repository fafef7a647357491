using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Patients;

[Collection("gpu")]
public sealed class OperatingPointTests(GpuFixture fixture)
{
    /// <summary>Who is at the threshold is called sick.</summary>
    [Theory, InlineData(0.5f, 2 / 3f, 3 / 4f, 5 / 7f), InlineData(0, 1, 0, 3 / 7f), InlineData(1, 0, 1, 4 / 7f)]
    [InlineData(0.3f, 1, 0.5f, 5 / 7f)]
    public void CountsWhoIsCalledWhat(float threshold, float sensitivity, float specificity, float accuracy)
    {
        float[] chances = [0.9f, 0.5f, 0.3f, 0.8f, 0.4f, 0.2f, 0.1f], sick = [1, 1, 1, 0, 0, 0, 0];
        float[] both = [.. chances, .. chances.Select(_ => 0.6f)];
        using Recording recording = fixture.Gpu.Record(() => OperatingPoint.Of(Tensor.From(both, [2, 7]), Tensor.From(sick, [7]),
            Tensor.From([threshold], [1])), training: false);
        recording.Replay();
        float[] read = recording.Result.ToArray();
        Assert.Equal([sensitivity, specificity, accuracy], read[..3], new Near(1e-6f));
        Assert.Equal(threshold <= 0.6f ? [1, 0, 3 / 7f] : [0, 1, 4 / 7f], read[3..], new Near(1e-6f));
    }
}
