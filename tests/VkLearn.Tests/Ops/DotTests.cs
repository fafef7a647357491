using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class DotTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 2e-5); // products of both signs leave little

    [Theory, InlineData(1, 1), InlineData(7, 65), InlineData(64, 32), InlineData(1, 5000), InlineData(3, 33333)]
    public void Agrees(int rows, int columns)
    {
        Check(new Dot(), Input.Of([rows, columns]), Input.Of([rows, columns]));
        Check(new Dot(1.0 / 3), Input.Of([rows, columns]), Input.Of([rows, columns]));
    }

    [Theory, InlineData(1000), InlineData(300_001)] // the second in parts
    public void HasTheBitsOfTheSumOfTheProduct(int size)
    {
        Tensor x = Numbers(size, 1), t = Numbers(size, 2);
        float[] product = Run(of => of[0] * of[1], x, t);
        Assert.Equal(Run(of => of[0].Sum(), Tensor.From(product, [size])), Run(of => new Dot().Apply(of[0], of[1])[0], x, t));
    }

    [Fact]
    public void ASumOfAProductIsOneWhereItsFactorsAreThereAnyway()
    {
        State x = new("x", [40, 50], 0.5f), t = new("t", [40, 50], 0.25f);
        using Recording recording = Gpu.Record(() => (x.Value * t.Value).Sum());
        recording.Replay();
        Assert.Equal(250, recording.Result.Item());
        Assert.Equal(1, recording.Dispatches);
    }

    static Tensor Numbers(int size, int seed)
    {
        Random random = new(seed);
        return Tensor.From([.. Enumerable.Range(0, size).Select(_ => random.NextSingle() - 0.5f)], [size]);
    }

    [Fact]
    public void RefusesOtherShapes() => Assert.Contains("[2, 3] and [3, 2] differ",
        Assert.Throws<ArgumentException>(() => Run(x => new Dot().Apply(x[0], x[1])[0], Tensor.Ones([2, 3]), Tensor.Ones([3, 2]))).Message);
}
