using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class CtcErrorsTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false, Long: false);

    [Theory, InlineData(5, 7, 3, 3), InlineData(2, 40, 11, 6), InlineData(3, 1, 4, 1)]
    public void Agrees(int n, int steps, int classes, int most)
    {
        Check("CtcErrors", x => [x[0].CtcErrors(x[1], classes - 1)], Tolerance,
            Input.Ints(0, classes, [n, steps]), CtcTests.Labels(n, most, classes));
        Check("CtcErrors", x => [x[0].CtcErrors(x[1], classes - 1, x[2])], Tolerance,
            Input.Ints(0, classes, [n, steps]), CtcTests.Labels(n, most, classes), Input.Ints(0, steps + 1, [n]));
    }

    [Fact]
    public void RepeatedOnesCountOnceAndBlanksNotAtAll()
    {
        Tensor path = Tensor.From([0, 0, 9, 0, 1, 1, 9, 9], [1, 8]);
        Assert.Equal([0], Errors(0, 0, 1));
        Assert.Equal([1], Errors(0, 1, -1));
        Assert.Equal([3], Errors(-1, -1, -1));
        Assert.Equal([2], Errors(2, 0, 2));

        float[] Errors(params int[] labels) => Run(x => x[0].CtcErrors(Tensor.From(labels, [1, 3]), blank: 9), path);
    }
}
