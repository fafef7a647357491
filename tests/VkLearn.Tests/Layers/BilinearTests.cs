using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class BilinearTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void IsTheSumOverAllPairs()
    {
        Bilinear layer = new(2, 3, 2);
        float[] a = [1, 2, -1, 0.5f], b = [3, 1, 2, -2, 4, 1], weight = [.. Enumerable.Range(0, 12).Select(i => i * 0.5f - 2)];
        using Recording recording = Gpu.Record(() => layer.Forward([Tensor.From(a, [2, 2]), Tensor.From(b, [2, 3])]));
        layer.Weight.Load(weight);
        layer.Bias!.Load([10, -10]);
        recording.Replay();
        double[] expected = [10, -10, 10, -10];
        for (int n = 0; n < 2; n++)
            for (int o = 0; o < 2; o++)
                for (int i = 0; i < 6; i++)
                    expected[n * 2 + o] += a[n * 2 + i / 3] * weight[o * 6 + i] * b[n * 3 + i % 3];
        AssertClose(expected, recording.Result.ToArray());
        Assert.Equal(["weight", "bias"], layer.Parameters.Select(parameter => parameter.Path));
    }

    [Fact]
    public void KeepsTheAxesBeforeTheLast()
    {
        Bilinear layer = new(2, 3, 5, bias: false);
        Tensor y = null!;
        Run(x => y = layer.Forward([x[0], x[1]])[0], Tensor.From(new float[24], [3, 4, 2]), Tensor.From(new float[36], [3, 4, 3]));
        Assert.Equal(Shape.Of([3, 4, 5]), y.Shape);
        Assert.Null(layer.Bias);
    }

    [Fact]
    public void InputsThatDoNotFitAreRefused()
    {
        Assert.Contains("needs two inputs, [.., 2] and [.., 3], of as many rows, received [1, 2] and [1, 2]",
            Assert.Throws<ArgumentException>(() => new Bilinear(2, 3, 1).Forward([Tensor.Ones([1, 2]), Tensor.Ones([1, 2])])).Message);
        Assert.Contains("received [1, 2]",
            Assert.Throws<ArgumentException>(() => new Bilinear(2, 3, 1).Forward([Tensor.Ones([1, 2])])).Message);
    }
}
