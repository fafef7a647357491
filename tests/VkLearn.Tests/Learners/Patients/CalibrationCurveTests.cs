using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Patients;

[Collection("gpu")]
public sealed class CalibrationCurveTests(GpuFixture fixture)
{
    /// <summary>Both ends belong to a step; where there is nobody there is no number.</summary>
    [Fact]
    public void IsTheShareOfPositivesOfEachStep()
    {
        float[] first = [0, 0.1f, 0.19f, 0.45f, 0.55f, 0.5f, 0.99f, 1], second = [.. first.Select(_ => 0.7f)];
        float[] positive = [1, 0, 0, 1, 1, 0, 1, 0];
        using Recording recording = fixture.Gpu.Record(
            () => CalibrationCurve.Of(Tensor.From([.. first, .. second], [2, 8]), Tensor.From(positive, [8]), 5), training: false);
        recording.Replay();
        Assert.Equal([1 / 3f, float.NaN, 2 / 3f, float.NaN, 0.5f, float.NaN, float.NaN, float.NaN, 0.5f, float.NaN],
            recording.Result.ToArray(), new Near(1e-6f));
    }
}
