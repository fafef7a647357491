using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class HitsTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1, 1), InlineData(7, 33), InlineData(33, 3), InlineData(64, 10), InlineData(5, 64), InlineData(9, 65),
        InlineData(2, 1025), InlineData(1025, 2)]
    public void Agrees(int rows, int classes)
    {
        Check(new Hits(), Input.Ties([rows, classes]), Input.Ints(-1, classes, [rows]));
        Check(new Hits(), Input.Of([rows, classes]), Input.Ints(0, classes + 1, [rows]));
    }

    [Theory, InlineData(3), InlineData(70)]
    public void TheFirstMaximumWinsAndALabelOutsideIsNoHit(int classes)
    {
        float[] logits = new float[5 * classes];
        (logits[1], logits[classes + 1], logits[classes + 2], logits[2 * classes]) = (2, 2, 2, -1);
        AssertClose([1, 0, 1, 0, 0], Run(x => x[0].Hits(x[1]),
            Tensor.From(logits, [5, classes]), Tensor.From([1, 2, 1, -1, classes], [5])));
    }

    [Theory, InlineData(3), InlineData(70)]
    public void ARowWithANaNIsNoHit(int classes)
    {
        float[] logits = new float[4 * classes];
        (logits[0], logits[classes + 1], logits[2 * classes + 2], logits[3 * classes + 1]) =
            (float.NaN, float.NaN, float.NaN, float.PositiveInfinity);
        Tensor[] inputs = [Tensor.From(logits, [4, classes]), Tensor.From([0, 0, 0, 1], [4])];
        AssertClose([0, 0, 0, 1], Run(x => x[0].Hits(x[1]), inputs));
        AssertClose([0, 0, 0, 1], Run(x => new Hits().Defined(x)[0], inputs));
        AssertClose([1], Run(x => x[0].Correct(x[1]), inputs));
    }
}
