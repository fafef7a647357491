using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class IotaTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count)
    {
        Check(new Iota([count]), Array.Empty<Input>());
        Check("Iota", _ => [new Iota([count, 1]).Apply()[0].BroadcastTo([count, 3]).Cast(DType.Float32) * 2f], Tolerance);
    }
}
