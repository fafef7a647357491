using VkLearn.Compile;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

/// <summary>Half precision is for storage: packed by a kernel of its own, read by fused programs.</summary>
[Collection("gpu")]
public sealed class CastHalfTests(GpuFixture fixture)
{
    static readonly float[] edges =
    [
        0, -0f, 1, -1, 1 / 3f, 65504, 65519.99f, 65520, 1e9f, -1e9f, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
        6.1035156e-5f, 6.1e-5f, 6.097555e-5f, 5.9604645e-8f, 2.9802322e-8f, 2.9802326e-8f, 8.940697e-8f, 1e-9f, -3e-8f, 1e-40f,
        1.00048828125f, 1.00146484375f, 2049, 2050, 2051, 0.1f,
    ];

    [Fact]
    public void RoundsToTheNearestTiesToEven()
    {
        float[] halves = Stored(edges);

        Assert.Equal(Array.ConvertAll(edges, x => (float)(Half)x), halves);
    }

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void KeepsWhatItStores(int count)
    {
        System.Random random = new(count);
        float[] values = [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(-28, 18)))];

        float[] halves = Stored(values);

        Assert.Equal(Array.ConvertAll(values, x => (float)(Half)x), halves);
        Assert.Equal(halves, Tensor.From(Array.ConvertAll(values, x => (Half)x), [count]).Cast(DType.Float32).ToArray(fixture.Gpu));
        double[] meant = new Interpreter(default).Value(Tensor.From(values, [count]).Cast(DType.Float16));
        Assert.Equal(halves, Array.ConvertAll(meant, x => (float)x));
        fixture.Gpu.Memory.CheckGuards();
    }

    [Fact]
    public void AreReadThroughAPermutation()
    {
        Tensor halves = Tensor.From([.. Enumerable.Range(0, 21).Select(i => (Half)i)], [3, 7]);

        float[] turned = (halves.Cast(DType.Float32).Transpose() * 2f).ToArray(fixture.Gpu);

        Assert.Equal([.. Enumerable.Range(0, 21).Select(i => 2f * (i % 3 * 7 + i / 3))], turned);
    }

    [Fact]
    public void PassGradients()
    {
        Tensor x = Tensor.From([1f, 2, 3], [3]);

        Tensor gradient = x.Cast(DType.Float16).Cast(DType.Float32).Square().Sum().Gradients(x)[0];

        Assert.Equal([2f, 4, 6], gradient.ToArray(fixture.Gpu));
    }

    float[] Stored(float[] values)
    {
        Tensor source = Tensor.From(values, [values.Length]);
        using Recording recording = fixture.Gpu.Record(() =>
        {
            Tensor half = source.Cast(DType.Float16);
            return new[] { half, half.Cast(DType.Float32) };
        });
        recording.Replay();
        float[] stored = recording.Results[0].ToArray();
        Assert.Equal(stored, recording.Results[1].ToArray());
        return stored;
    }
}
