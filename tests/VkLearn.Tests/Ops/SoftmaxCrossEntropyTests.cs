using VkLearn.Losses;
using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class SoftmaxCrossEntropyTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 2e-6, Gradient: 3e-5, Second: 5e-5);

    [Theory, InlineData(1, 1), InlineData(7, 33), InlineData(33, 7), InlineData(3, 64),
        InlineData(3, 65), InlineData(2, 1025), InlineData(1025, 10)]
    public void Agrees(int rows, int classes)
    {
        Check(new SoftmaxCrossEntropy(), Input.Of([rows, classes]), Input.Ints(-1, classes, [rows]));
        Check(new SoftmaxCrossEntropyBackward(), Input.Of([rows, classes]), Input.Ints(-1, classes, [rows]), Input.Of([rows]));
        Check(new SoftmaxCrossEntropyForwardBackward(), Input.Of([rows, classes]), Input.Ints(-1, classes, [rows]), Input.Of([rows]));
        Check(new SoftmaxCrossEntropyForwardBackward(HasHits: true),
            Input.Of([rows, classes]), Input.Ints(-1, classes, [rows]), Input.Of([rows]));
        Check(new SoftmaxCrossEntropyHits(), Input.Of([rows, classes]), Input.Ints(-1, classes, [rows]));
        Check("Loss.SoftmaxCrossEntropy", x => [Loss.SoftmaxCrossEntropy(x[0], x[1])], Tolerance,
            Input.Of([rows, classes]), Input.Ints(0, classes, [rows]));
    }

    [Theory, InlineData(7, 1, 0.1f), InlineData(7, 33, 0.1f), InlineData(2, 1025, 0.25f), InlineData(5, 10, 1f)]
    public void AgreesWithSmoothedLabels(int rows, int classes, float smoothing)
    {
        Check(new SoftmaxCrossEntropy(smoothing), Input.Of([rows, classes]), Input.Ints(-1, classes, [rows]));
        Check(new SoftmaxCrossEntropyBackward(smoothing), Input.Of([rows, classes]), Input.Ints(-1, classes, [rows]), Input.Of([rows]));
        Check(new SoftmaxCrossEntropyForwardBackward(smoothing),
            Input.Of([rows, classes]), Input.Ints(-1, classes, [rows]), Input.Of([rows]));
    }

    [Fact]
    public void SmoothingThatIsNoShareIsRefused() => Assert.Contains("received 1.5", Assert.Throws<ArgumentException>(
        () => Loss.SoftmaxCrossEntropy(Tensor.Ones([2, 3]), Tensor.From([0, 1], [2]), labelSmoothing: 1.5f)).Message);

    [Theory, InlineData(3), InlineData(70)]
    public void ALabelBelowZeroDoesNotCountAndOneBeyondIsSeen(int classes)
    {
        Tensor logits = Tensor.From(new float[4 * classes], [4, classes]), label = Tensor.From([0, -1, classes, -7], [4]);
        AssertClose([Math.Log(classes), 0, double.NaN, 0], Run(x => new SoftmaxCrossEntropy().Apply(x)[0], logits, label));
        float[] gradient = Run(x => new SoftmaxCrossEntropy().Apply(x)[0].Slice(0, 0, 2).Sum().Gradients(x[0])[0], logits, label);
        AssertClose([1.0 / classes - 1, 1.0 / classes, 0, 0], [gradient[0], gradient[1], gradient[classes], gradient[2 * classes - 1]]);
    }

    [Theory, InlineData(3), InlineData(70)]
    public void LargeLogitsOverflowNothing(int classes)
    {
        float[] logits = new float[classes];
        logits[0] = 1e4f;
        AssertClose([0], Run(x => new SoftmaxCrossEntropy().Apply(x)[0], Tensor.From(logits, [1, classes]), Tensor.From([0], [1])));
        AssertClose([1e4], Run(x => new SoftmaxCrossEntropy().Apply(x)[0], Tensor.From(logits, [1, classes]), Tensor.From([1], [1])));
    }
}
