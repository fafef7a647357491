using VkLearn.Ops;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Elementwise programs on tensors so large that an invocation makes several elements, the last of a short round.</summary>
public sealed class FusedElementwiseTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 3e-6, Differentiable: false);

    [Trait("Threads", "yes")]
    [Theory, InlineData(83, 101), InlineData(233, 307)]
    public void RoundsAgree(int rows, int cols)
    {
        Input x = Input.Of([rows, cols]), row = Input.Of([cols]), column = Input.Of([rows, 1]);
        Check("rounds", i => [(i[0] * i[1] + i[2]).Tanh()], Tolerance, x, row, column);
        Check("rounds, dropout", i => [i[0].Dropout(0.3f)], Tolerance, x);
        Check("rounds, two results", i => { Tensor y = i[0] * i[0]; return [y, y + 1f]; }, Tolerance, x);
        Check("rounds, of bytes", i => [i[0].Cast(DType.Float32) * i[1]], Tolerance, Input.Bytes([rows, cols]), x);
        Check("rounds, transposed", i => [i[0].Transpose() + i[1]], Tolerance, x, Input.Of([cols, rows]));
    }
}
