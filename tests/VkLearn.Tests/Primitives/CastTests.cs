using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class CastTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count)
    {
        Check(new Cast(DType.Int32), Input.Between(-9, 9, [count]));
        Check(new Cast(DType.Float32), Input.Ints(-1000, 1000, [count]));
        Check(new Cast(DType.Float32), Input.Bytes([count]));
        Check(new Cast(DType.Int32), Input.Bytes([count]));
        Check(new Cast(DType.UInt8), Input.Between(-50, 300, [count]));
        Check(new Cast(DType.UInt8), Input.Ints(-50, 300, [count]));
    }

    [Theory, InlineData(7, 33), InlineData(33, 7)]
    public void ReadsBytesThroughAPermutation(int rows, int cols) =>
        Check("Cast", x => [x[0].Cast(DType.Float32).Permute(1, 0) * 2f], Tolerance, Input.Bytes([rows, cols]));

    [Fact]
    public void NothingElseMovesBytes()
    {
        Tensor bytes = Tensor.From(new byte[6], [2, 3]);
        foreach (Func<Tensor> move in (Func<Tensor>[])[() => bytes.Permute(1, 0), () => bytes.BroadcastTo([4, 2, 3]),
            () => bytes.Slice(1, 1, 2), () => Concat.Of(0, bytes, bytes)])
        {
            Assert.Contains("UInt8 [2, 3]", Assert.Throws<ArgumentException>(move).Message);
        }
    }
}
