using VkLearn.Losses;
using Xunit;

namespace VkLearn.Tests.Losses;

/// <summary>Losses of elements and of pairs of rows.</summary>
public sealed class LossTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Gradient: 5e-6);

    [Theory, InlineData(1, 1), InlineData(7, 33), InlineData(1, 1025)]
    public void MeanSquaredErrorAgrees(int rows, int cols) =>
        Check("Loss.MeanSquaredError", x => [Loss.MeanSquaredError(x[0], x[1])], Tolerance, Input.Of([rows, cols]), Input.Of([rows, cols]));

    [Theory, InlineData(1, 1), InlineData(7, 33), InlineData(1, 1025)]
    public void MeanAbsoluteErrorAgrees(int rows, int cols) => Check("Loss.MeanAbsoluteError",
        x => [Loss.MeanAbsoluteError(x[0], x[1] + 3f)], Tolerance, Input.Between(0, 1, [rows, cols]), Input.Between(0, 1, [rows, cols]));

    /// <summary>Differences from 3 to 5, beyond a delta of 1 and within one of 6.</summary>
    [Theory, InlineData(1), InlineData(6)]
    public void HuberAgrees(float delta) => Check("Loss.Huber",
        x => [Loss.Huber(x[0], x[1] + 4f, delta)], Tolerance, Input.Between(0, 1, [7, 33]), Input.Between(0, 1, [7, 33]));

    [Fact]
    public void HuberIsASquareWithinDeltaAndALineBeyond() => AssertClose([(0.125 + 2 * (5 - 1)) / 2],
        Run(x => Loss.Huber(x[0], x[1], delta: 2), Tensor.From([1f, -5], [2]), Tensor.From([1.5f, 0], [2])));

    /// <summary>Of differences from 3 to 5, above and below.</summary>
    [Theory, InlineData(0.1f, 4), InlineData(0.5f, 4), InlineData(0.9f, -4)]
    public void PinballAgrees(float quantile, float away) => Check("Loss.Pinball",
        x => [Loss.Pinball(x[0], x[1] + away, quantile)], Tolerance, Input.Between(0, 1, [7, 33]), Input.Between(0, 1, [7, 33]));

    [Fact]
    public void PinballWeighsWhatLiesBelowAndAbove() => AssertClose([(0.9 * 2 + 0.1 * 3) / 2],
        Run(x => Loss.Pinball(x[0], x[1], quantile: 0.9f), Tensor.From([1f, 5], [2]), Tensor.From([3f, 2], [2])));

    [Theory, InlineData(0), InlineData(0.9f), InlineData(1)]
    public void ANumberIsTheTargetOfAll(float target)
    {
        Tensor logits = Tensor.From([-3f, 0.5f, 2], [3, 1]);
        Assert.Equal(Run(x => Loss.BinaryCrossEntropyWithLogits(x[0], Tensor.Full([3, 1], target)), logits),
            Run(x => Loss.BinaryCrossEntropy(x[0], target), logits));
    }

    [Fact]
    public void NumbersThatAreNoneAreRefused()
    {
        Assert.Contains("received 2", Assert.Throws<ArgumentException>(() => Loss.BinaryCrossEntropy(Tensor.Ones([1]), 2)).Message);
        Assert.Contains("received 0", Assert.Throws<ArgumentException>(() => Loss.Huber(Tensor.Ones([1]), 1, delta: 0)).Message);
        Assert.Contains("received 1", Assert.Throws<ArgumentException>(() => new PinballLoss(1)).Message);
        Assert.Contains("the margin must be from -1 to 1, received 2", Assert.Throws<ArgumentException>(
            () => Loss.CosineEmbedding(Tensor.Ones([1, 2]), Tensor.Ones([1, 2]), Tensor.Ones([1]), margin: 2)).Message);
    }

    /// <summary>[N, 1] and [N] would else be compared each with each.</summary>
    [Fact]
    public void ShapesThatDifferAreRefused()
    {
        Assert.StartsWith("Loss.MeanSquaredError: the prediction is [3, 1], the target [3]. Reshape one",
            Assert.Throws<ArgumentException>(() => Loss.MeanSquaredError(Tensor.Ones([3, 1]), Tensor.Ones([3]))).Message);
        Assert.StartsWith("Loss.Huber: the mask must be [3, 1] or [3], received [2].", Assert.Throws<ArgumentException>(
            () => Loss.Huber(Tensor.Ones([3, 1]), Tensor.Ones([3, 1]), mask: Tensor.Ones([2]))).Message);
        Assert.StartsWith("Loss.Triplet: needs", Assert.Throws<ArgumentException>(
            () => Loss.Triplet(Tensor.Ones([3, 1]), Tensor.Ones([3, 1]), Tensor.Ones([3, 2]))).Message);
    }

    [Theory, InlineData(1, 1), InlineData(7, 33), InlineData(1, 1025)]
    public void BinaryCrossEntropyAgrees(int rows, int cols) =>
        Check("Loss.BinaryCrossEntropy", x => [Loss.BinaryCrossEntropyWithLogits(x[0], x[1])], Tolerance,
            Input.AwayFromZero([rows, cols]), Input.Between(0, 1, [rows, cols]));

    public static TheoryData<Func<Tensor, Tensor, Reduction, Tensor?, Tensor>, Func<double, double, double>> Masked => new()
    {
        { (x, t, r, m) => Loss.MeanSquaredError(x, t, r, m), (x, t) => (x - t) * (x - t) },
        { (x, t, r, m) => Loss.MeanAbsoluteError(x, t, r, m), (x, t) => Math.Abs(x - t) },
        { (x, t, r, m) => Loss.Huber(x, t, 2, r, m), (x, t) => Math.Abs(x - t) is var d && d < 2 ? d * d / 2 : 2 * (d - 1) },
        { (x, t, r, m) => Loss.BinaryCrossEntropy(x, t, r, m), (x, t) => Math.Log(1 + Math.Exp(x)) - x * t },
    };

    /// <summary>Rows that are masked are not looked at, neither their values, which are no numbers here, nor their number.</summary>
    [Theory, MemberData(nameof(Masked), DisableDiscoveryEnumeration = true)]
    public void AMeanIsOverWhatIsNotMasked(
        Func<Tensor, Tensor, Reduction, Tensor?, Tensor> loss, Func<double, double, double> formula)
    {
        float[] x = [1, -3, float.NaN, float.NegativeInfinity, 0.5f, 6], target = [0.25f, 1, 0.5f, float.NaN, 0, 1];
        double[] each = [.. x.Zip(target, (a, b) => float.IsFinite(a) ? formula(a, b) : 0)];
        foreach (Tensor mask in (Tensor[])[Tensor.From([1f, 0, 1], [3]), Tensor.From([1f, 1, 0, 0, 1, 1], [3, 2])])
        {
            foreach ((Reduction reduction, double[] expected) in ((Reduction, double[])[])
                [(Reduction.Mean, [each.Sum() / 4]), (Reduction.Sum, [each.Sum()]), (Reduction.None, each)])
            {
                AssertClose(expected, Run(i => loss(i[0], i[1], reduction, mask),
                    Tensor.From(x, [3, 2]), Tensor.From(target, [3, 2])));
            }

            float[] gradient = Run(i => loss(i[0], i[1], Reduction.Mean, mask).Gradients([i[0]])[0],
                Tensor.From(x, [3, 2]), Tensor.From(target, [3, 2]));
            Assert.Equal([0, 0], gradient[2..4]);
            Assert.All(gradient, value => Assert.True(float.IsFinite(value)));
        }

        AssertClose([0], Run(i => loss(i[0], i[0], Reduction.Mean, Tensor.Zeros([3])), Tensor.From(x, [3, 2])));
    }

    [Fact]
    public void KlDivergenceAgrees()
    {
        float[] t = [0.5f, 0.25f, 0.25f, 0, 1, 0], log = [-1, -2, -0.5f, -3, -0.25f, float.NegativeInfinity];
        double[] each = [.. t.Zip(log, (p, x) => p == 0 ? 0 : p * (Math.Log(p) - x)).Chunk(3).Select(row => row.Sum())];
        Tensor target = Tensor.From(t, [2, 3]);
        AssertClose(each, Run(x => Loss.KlDivergence(x[0], target, Reduction.None), Tensor.From(log, [2, 3])));
        AssertClose([each.Average()], Run(x => Loss.KlDivergence(x[0], target), Tensor.From(log, [2, 3])));
        AssertClose([each[1]], Run(
            x => Loss.KlDivergence(x[0], target, mask: Tensor.From([0f, 1], [2])), Tensor.From(log, [2, 3])));
        Check("Loss.KlDivergence", x => [Loss.KlDivergence(x[0], x[1])], Tolerance, Input.Between(-3, 0, [7, 5]),
            Input.Between(0.05f, 1, [7, 5]));
    }

    [Fact]
    public void CosineEmbeddingAgrees()
    {
        float[] a = [3, 4, 1, 0, 0, 0, 1e30f, 1e30f, 1, 1], b = [4, 3, -1, 1, 1, 2, 2e25f, 0, 5, 5], target = [1, -1, 1, -1, 0];
        double[] each = [1 - 24.0 / 25, 0, 1, Math.Sqrt(0.5) - 0.25, 0];
        AssertClose(each, Run(x => Loss.CosineEmbedding(x[0], x[1], Tensor.From(target, [5]), 0.25f, Reduction.None),
            Tensor.From(a, [5, 2]), Tensor.From(b, [5, 2])), 2e-6);
        AssertClose([each.Sum() / 4], Run(x => Loss.CosineEmbedding(x[0], x[1], Tensor.From(target, [5]), 0.25f),
            Tensor.From(a, [5, 2]), Tensor.From(b, [5, 2])), 2e-6);
        Assert.All(Run(x => Loss.CosineEmbedding(x[0], x[1], Tensor.From(target, [5])).Gradients([x[0]])[0],
            Tensor.From(a, [5, 2]), Tensor.From(b, [5, 2])), value => Assert.True(float.IsFinite(value)));
        Check("Loss.CosineEmbedding", x => [Loss.CosineEmbedding(x[0], x[1], Tensor.From([1f, -1, 1], [3]))],
            new Tolerance(Forward: 3e-6, Gradient: 1e-5, Smooth: false), Input.Between(0.1f, 1, [3, 4]), Input.Between(0.1f, 1, [3, 4]));
    }

    [Fact]
    public void TripletAgrees()
    {
        float[] anchor = [0, 0, 0, 0], positive = [3, 4, 0, 0], negative = [0, 1, 6, 8];
        AssertClose([5 - 1 + 2, 0], Run(x => Loss.Triplet(x[0], x[1], x[2], 2, Reduction.None),
            Tensor.From(anchor, [2, 2]), Tensor.From(positive, [2, 2]), Tensor.From(negative, [2, 2])), 2e-6);
        Check("Loss.Triplet", x => [Loss.Triplet(x[0], x[1], x[2] + 1f)], new Tolerance(Forward: 3e-6, Gradient: 1e-5, Smooth: false),
            Input.Between(0, 1, [7, 3]), Input.Between(2, 3, [7, 3]), Input.Between(-1, 0, [7, 3]));
    }
}
