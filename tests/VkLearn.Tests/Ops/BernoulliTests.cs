using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class BernoulliTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Fact]
    public void Agrees()
    {
        Check("Bernoulli", x => [x[0].Bernoulli()], Tolerance, Input.Between(0, 1, [1025]));
        Check("Bernoulli", _ => [Tensor.Bernoulli([33, 7], 0.3f)], Tolerance, Array.Empty<Input>());
    }

    [Fact]
    public void ItsMeanIsTheProbability()
    {
        float[] y = Run(_ => Tensor.Bernoulli([1 << 16], 0.25f));
        Assert.All(y, value => Assert.True(value is 0 or 1));
        Assert.Equal(0.25, y.Average(), 5 * Math.Sqrt(0.25 * 0.75 / (1 << 16)));
        Assert.All(Run(_ => Tensor.Bernoulli([1000], 0)), value => Assert.Equal(0, value));
        Assert.All(Run(_ => Tensor.Bernoulli([1000], 1)), value => Assert.Equal(1, value));
    }

    [Fact]
    public void WhatIsNoProbabilityIsRefused() => Assert.Contains("must be from 0 to 1, received 1.5",
        Assert.Throws<ArgumentException>(() => Tensor.Bernoulli([1], 1.5f)).Message);
}
