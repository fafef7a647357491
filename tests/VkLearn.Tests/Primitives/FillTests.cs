using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class FillTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count)
    {
        Check(new Fill([count], -2.5f), Array.Empty<Input>());
        Check(new Fill([count, 3], 7, DType.Int32), Array.Empty<Input>());
    }

    [Fact]
    public void AreAddedAsOneConstant() => Assert.Equal([3, 3], Run(_ => (Tensor.Full([2], 1) + 2f).Reshape([2])));
}
