using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class SoftmaxTests(GpuFixture fixture) : OpTests(fixture)
{
    // y (g - sum of g y) cancels where g is near the mean.
    protected override Tolerance Tolerance => new(Forward: 5e-6, Gradient: 3e-5, Second: 5e-5);

    [Trait("Threads", "yes")]
    [Theory, InlineData(1, 1), InlineData(7, 33), InlineData(33, 7), InlineData(3, 64),
        InlineData(3, 65), InlineData(2, 1025), InlineData(1025, 3)]
    public void Agrees(int rows, int cols)
    {
        Check(new Softmax(), [rows, cols]);
        Check(new SoftmaxBackward(), [rows, cols], [rows, cols]);
        Check("LogSoftmax", x => [x[0].LogSoftmax()], Tolerance, Input.Of([rows, cols]));
    }

    [Theory, InlineData(7), InlineData(33)]
    public void OfMoreAxes(int cols) => Check(new Softmax(), [[2, 3, cols]]);

    [Theory, InlineData(4), InlineData(100)]
    public void LargeLogitsOverflowNothing(int cols)
    {
        float[] x = new float[cols];
        Array.Fill(x, -1e30f);
        (x[1], x[2]) = (1e4f, 1e4f);
        double[] expected = new double[cols];
        (expected[1], expected[2]) = (0.5, 0.5);
        AssertClose(expected, Run(inputs => inputs[0].Softmax(), Tensor.From(x, [1, cols])));
    }

    [Theory, InlineData(4), InlineData(100)]
    public void NanPasses(int cols)
    {
        float[] x = new float[cols];
        x[1] = float.NaN;
        Assert.All(Run(inputs => inputs[0].Softmax(), Tensor.From(x, [1, cols])), y => Assert.True(float.IsNaN(y)));
    }
}
