using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Optimizers;

public sealed class ScheduleTests(GpuFixture fixture) : OpTests(fixture)
{
    static readonly float[] Steps = [0, 1, 2, 9, 10, 11, 99, 100, 101, 1000];

    void Check(Schedule schedule, Func<double, double> formula)
    {
        double[] expected = [.. Steps.Select(step => formula(step))];
        AssertClose(expected, Run(x => schedule.At(x[0]).BroadcastTo([Steps.Length]), Tensor.From(Steps, [Steps.Length])), 2e-5);
        Check(schedule.GetType().Name, x => [schedule.At(x[0])], new Tolerance(Forward: 2e-5, Differentiable: false), Input.Values(Steps));
    }

    [Fact]
    public void ConstantAgrees() => Check(new ConstantSchedule(0.3f), _ => 0.3f);

    [Fact]
    public void StepAgrees() => Check(new StepSchedule(0.3f, 10, 0.5f), step => 0.3f * Math.Pow(0.5, Math.Floor(step / 10)));

    [Fact]
    public void CosineAgrees() => Check(new CosineSchedule(0.3f, 100, 0.01f),
        step => 0.01f + (0.3f - 0.01f) * (1 + Math.Cos(Math.PI * Math.Min(step, 100) / 100)) / 2);

    [Fact]
    public void WarmUpAgrees() => Check(new WarmUpSchedule(10, new CosineSchedule(0.3f, 90, 0.1f)), step => step < 10
        ? 0.3f * (step + 1) / 10
        : 0.1f + (0.3f - 0.1f) * (1 + Math.Cos(Math.PI * Math.Min(step - 10, 90) / 90)) / 2);

    [Fact]
    public void ACosineWithoutALengthSaysSo() =>
        Assert.StartsWith("Cosine: the length is not known yet",
            Assert.Throws<InvalidOperationException>(() => new CosineSchedule(1).At(0f)).Message);
}
