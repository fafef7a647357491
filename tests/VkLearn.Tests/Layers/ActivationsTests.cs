using VkLearn.Layers;
using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Layers;

/// <summary>Layers without parameters that are an op on each element.</summary>
public sealed class ActivationsTests(GpuFixture fixture) : OpTests(fixture)
{
    public static TheoryData<Layer, Op> Layers => new()
    {
        { new Relu(), new ReluOp() },
        { new LeakyRelu(0.2f), new LeakyReluOp(0.2f) },
        { new Sigmoid(), new SigmoidOp() },
        { new Silu(), new SiluOp() },
        { new Gelu(), new GeluOp() },
        { new Softplus(), new SoftplusOp() },
        { new Elu(0.5f), new EluOp(0.5f) },
        { new Hardswish(), new HardswishOp() },
        { new Mish(), new MishOp() },
        { new Tanh(), new VkLearn.Primitives.TanhOp() },
    };

    [Theory, MemberData(nameof(Layers), DisableDiscoveryEnumeration = true)]
    public void AreTheirOps(Layer layer, Op op)
    {
        Tensor x = Tensor.From([-2f, -0.5f, 0, 0.5f, 2], [5]);
        Assert.Equal(Run(inputs => op.Apply(inputs[0])[0], x), Run(inputs => layer.Forward(inputs[0]), x));
        Assert.Equal(layer.GetType().Name, op.Name);
    }

    [Fact]
    public void SeluIsAnElu()
    {
        Tensor x = Tensor.From([-2f, -0.5f, 0, 0.5f, 2], [5]);
        Assert.Equal(Run(inputs => inputs[0].Selu(), x), Run(inputs => new Selu().Forward(inputs[0]), x));
    }

    [Fact]
    public void IdentityIsTheTensorItself()
    {
        Tensor x = Tensor.Ones([2]);
        Assert.Same(x, new Identity().Forward(x));
    }
}
