using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class BinaryCrossEntropyTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Least: 0.2);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new BinaryCrossEntropy(), Input.AwayFromZero([count]), Input.Between(0, 1, [count]));

    [Fact]
    public void LargeLogitsOverflowNothing()
    {
        Tensor logits = Tensor.From([100f, -100, 100, -100, 0, 0], [6]), targets = Tensor.From([1, 0, 0, 1, 0f, 1], [6]);
        double least = Math.Exp(-100);
        AssertClose([least, least, 100, 100, Math.Log(2), Math.Log(2)], Run(x => new BinaryCrossEntropy().Apply(x)[0], logits, targets));
        AssertClose([0, least, 1, -1, 0.5, -0.5], Run(x => new BinaryCrossEntropy().Apply(x)[0].Sum().Gradients(x[0])[0], logits, targets));
    }
}
