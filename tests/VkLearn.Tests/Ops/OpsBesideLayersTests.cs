using VkLearn.Layers;
using VkLearn.Ops;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Ops;

/// <summary>Ops and layers are named in one file.</summary>
[Collection("gpu")]
public sealed class OpsBesideLayersTests(GpuFixture fixture)
{
    [Fact]
    public void TheLayerAndTheOpOfOneName()
    {
        Tensor images = Tensor.From([.. Enumerable.Range(0, 2 * 2 * 16).Select(i => MathF.Sin(i))], [2, 2, 4, 4]);
        Conv2d layer = new(2, 3, 3, padding: 1, bias: false);
        using Recording step = fixture.Gpu.Record(() =>
        [
            new Relu().Forward(new Tanh().Forward(layer.Forward(images))),
            new ReluOp().Apply(new TanhOp().Apply(new Conv2dOp(padding: 1).Apply(images, layer.Weight)[0])[0])[0],
        ]);
        step.Replay();
        Assert.Equal(step.Results[0].ToArray(), step.Results[1].ToArray());
    }

    [Fact]
    public void AnOpIsCalledWithoutItsEnding()
    {
        Assert.Equal(["Conv2d", "Relu", "Softmax"], ((Op[])[new Conv2dOp(), new ReluOp(), new Softmax()]).Select(op => op.Name));
    }

    [Fact]
    public void NoNameIsAnOpsAndALayers()
    {
        ILookup<string, Type> types = typeof(Op).Assembly.GetExportedTypes().ToLookup(type => type.Name);
        Assert.DoesNotContain(types, same => same.Any(IsLayer) && same.Any(IsOp));
        static bool IsLayer(Type type) => type.IsAssignableTo(typeof(Layer));
        static bool IsOp(Type type) => type.IsAssignableTo(typeof(Op));
    }
}
