using VkLearn.Layers;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class ResidualTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void AddsWhatItsLayersMake()
    {
        var layer = new Residual(new Dense(2, 2, weight: Initializer.Constant(0.5f)), new Relu());

        float[] y = Run(x => layer.Forward(x[0]), Tensor.From([1f, 2, -3, 1], [2, 2]));

        Close.To([2.5, 3.5, -3, 1], y); // relu(1.5), relu(-1)
        Assert.Equal(["layers.0.weight", "layers.0.bias"], layer.Parameters.Select(parameter => parameter.Path));
    }

    [Fact]
    public void AddsToTheGradient()
    {
        var layer = new Residual(new Dense(2, 2, weight: Initializer.Constant(0.5f)), new Relu());

        float[] gradient = Run(x => layer.Forward(x[0]).Sum().Gradients(x)[0], Tensor.From([1f, 2, -3, 1], [2, 2]));

        Close.To([2, 2, 1, 1], gradient); // 1, and 0.5 for each output that the relu lets pass
    }

    [Fact]
    public void WithReZeroItBeginsAsTheIdentity()
    {
        Residual layer = new(reZero: true, new Dense(2, 2, weight: Initializer.Constant(0.5f)), new Relu());
        Tensor x = Tensor.From([1f, 2, -3, 1], [2, 2]);

        Close.To([1, 2, -3, 1], Run(x => layer.Forward(x[0]), x));
        Close.To([3], Run(x => layer.Forward(x[0]).Sum().Gradients(layer.Scale!)[0], x)); // the sum of what its layers make
    }

    [Fact]
    public void RefusesLayersThatChangeTheShape()
    {
        var layer = new Residual(new Dense(2, 3));

        string message = Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Ones([4, 2]))).Message;

        Assert.Contains("its layers make [4, 3] of input [4, 2]", message);
    }
}
