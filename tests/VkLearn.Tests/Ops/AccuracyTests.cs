using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class AccuracyTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 1e-7, Differentiable: false);

    [Trait("Threads", "yes")]
    [Theory, InlineData(1, 1), InlineData(7, 33), InlineData(33, 3), InlineData(1025, 2), InlineData(64, 10)]
    public void Agrees(int rows, int classes)
    {
        Check(new Accuracy(1), Input.Ties([rows, classes]), Input.Ints(-1, classes, [rows]));
        Check(new Accuracy(1f / rows), Input.Of([rows, classes]), Input.Ints(0, classes, [rows]));
    }
}
