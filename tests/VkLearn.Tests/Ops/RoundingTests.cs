using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class RoundingTests(GpuFixture fixture) : OpTests(fixture)
{
    static readonly float[] Values =
    [
        0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f, 0.49999997f, 8388609, 1e30f, -3.2f, 3.7f, float.NaN, float.PositiveInfinity,
        float.NegativeInfinity,
    ];

    [Fact]
    public void OfTwoAsNearTheEvenOne() =>
        Assert.Equal(Values.Select(value => MathF.Round(value)), Run(x => x[0].Round(), Tensor.From(Values, [Values.Length])));

    [Fact]
    public void UpToTheNextWholeNumber() =>
        Assert.Equal(Values.Select(MathF.Ceiling), Run(x => x[0].Ceil(), Tensor.From(Values, [Values.Length])));

    [Fact]
    public void Agrees() => Check("Ceil, Round", x => [x[0].Ceil(), x[0].Round()], new Tolerance(Forward: 0, Differentiable: false),
        Input.Between(-9, 9, [33]));
}
