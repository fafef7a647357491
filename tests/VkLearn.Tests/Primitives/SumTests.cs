using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class SumTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Gradient: 1e-6, Floor: 1);

    [Trait("Threads", "yes")]
    [Theory, InlineData(1), InlineData(7), InlineData(16), InlineData(17), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new Sum(0), [[size]]);
        Check(new Sum(1), [[7, size]]);
        Check(new Sum(0), [[size, 33]]);
        Check(new Sum(1, 0.25f), [[3, size, 5]]);
        Check(new Sum(0), [[7, size]]);
    }

    [Fact]
    public void MoreRowsThanAGridHasOnOneAxis() => Check(new Sum(1), Tolerance with { Differentiable = false }, Input.Of([70_000, 17]));

    // In parts, which are added up by a second dispatch.
    [Theory, InlineData(1, 300_007), InlineData(3, 262_144)]
    public void FewLongRows(int rows, int cols) =>
        Check(new Sum(1, 0.5f), Tolerance with { Forward = 5e-6, Differentiable = false }, Input.Of([rows, cols]));

    [Fact]
    public void ManyRows() => Check(new Sum(1), Tolerance with { Differentiable = false }, Input.Of([1025, 33]));

    [Fact]
    public void AMeanHoldsFarFromZero() => AssertClose(
        [4096.5], Run(x => x[0].Mean(), Tensor.From([.. Enumerable.Range(0, 4096).Select(i => 4096f + i % 2)], [4096])), 2e-7);
}
