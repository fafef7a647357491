using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class EmbeddingTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void GivesEachWordItsVector()
    {
        var layer = new Embedding(3, 2);
        using Recording recording = Gpu.Record(() => layer.Forward(Tensor.From([2, 0, 1, 2, 3, -1], [2, 3])));
        layer.Weight.Load([1, 2, 3, 4, 5, 6]);
        recording.Replay();
        Assert.Equal(Shape.Of([2, 3, 2]), recording.Result.Shape);
        Assert.Equal([5, 6, 1, 2, 3, 4, 5, 6, float.NaN, float.NaN, float.NaN, float.NaN], recording.Result.ToArray());
        Assert.Equal(["weight"], layer.Parameters.Select(parameter => parameter.Path));
    }

    [Fact]
    public void AWordsGradientIsTheSumOverItsPlaces()
    {
        var layer = new Embedding(3, 2);
        Tensor weights = Tensor.From([1f, 10, 2, 20, 3, 30], [3, 2]);
        Assert.Equal([0, 0, 4, 40, 2, 20], Run(_ =>
            (layer.Forward(Tensor.From([1, 2, 1], [3])) * weights).Sum().Gradients(layer.Weight)[0]));
    }

    [Fact]
    public void BytesAreWordsAndFloatsAreRefused()
    {
        Embedding layer = new(3, 2, Initializer.Constant(0.5f));
        Assert.Equal([0.5f, 0.5f], Run(x => layer.Forward(x[0]), Tensor.From(new byte[] { 1 }, [1])));
        Assert.Contains("needs Int32 or UInt8 words",
            Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Ones([1]))).Message);
    }
}
