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
    public void ExponentialAgrees() => Check(new ExponentialSchedule(0.3f, 0.5f, 40), step => 0.3f * Math.Pow(0.5, step / 40));

    [Theory, InlineData(1), InlineData(0.5f), InlineData(2)]
    public void PolynomialAgrees(float power) => Check(new PolynomialSchedule(0.3f, 100, power, 0.01f),
        step => (0.3f - 0.01f) * Math.Pow(1 - Math.Min(step, 100) / 100, power) + 0.01f);

    /// <summary>PyTorch's OneCycleLR: its first step is 0, its last steps - 1.</summary>
    [Fact]
    public void OneCycleAgrees() => Check(new OneCycleSchedule(0.3f, 101, 0.1f), step =>
    {
        double first = 0.3f / 25, last = first / 1e4, peak = 0.1f * 101 - 1, end = 100;
        return step <= peak ? Anneal(first, 0.3f, step / peak) : Anneal(0.3f, last, Math.Min(1, (step - peak) / (end - peak)));
    });

    static double Anneal(double from, double to, double share) => to + (from - to) / 2 * (1 + Math.Cos(Math.PI * share));

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void WarmRestartsAgrees(int times) => Check(new WarmRestartsSchedule(0.3f, 11, times, 0.01f), step =>
    {
        double begin = 0, length = 11;
        for (; step >= begin + length; length *= times)
        {
            begin += length;
        }

        return Anneal(0.3f, 0.01f, (step - begin) / length);
    });

    /// <summary>A restart is at its very step, however many there were.</summary>
    [Theory, InlineData(10, 2), InlineData(7, 3), InlineData(1, 2), InlineData(1000, 10)]
    public void ARestartIsAtItsStep(int every, int times)
    {
        List<float> steps = [];
        for (long begin = 0, length = every; begin + length < 200_000; length *= times)
        {
            begin += length;
            steps.AddRange([begin - 1, begin]);
        }

        float[] rates = Run(x => new WarmRestartsSchedule(1, every, times).At(x[0]), Tensor.From([.. steps], [steps.Count]));
        Assert.All(rates.Where((_, i) => i % 2 == 1), rate => Assert.Equal(1, rate));
        Assert.All(rates.Where((_, i) => i % 2 == 0 && steps[i] > 1), rate => Assert.InRange(rate, 0, 0.99f));
    }

    [Fact]
    public void ThoseThatGoOverTheRunAreToldItsLength()
    {
        Schedule[] schedules = [new CosineSchedule(1), new PolynomialSchedule(1), new OneCycleSchedule(1)];
        Assert.All(schedules, schedule => Assert.Throws<InvalidOperationException>(() => schedule.At(0f)));
        Assert.All(schedules, schedule => Assert.InRange(Run(x => schedule.Over(50).At(x[0]), Tensor.From([50f], []))[0], 0, 1e-5f));
    }

    [Fact]
    public void ACosineWithoutALengthSaysSo() =>
        Assert.StartsWith("Cosine: the length is not known yet",
            Assert.Throws<InvalidOperationException>(() => new CosineSchedule(1).At(0f)).Message);
}
