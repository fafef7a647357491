using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class TreeLayerTests(GpuFixture fixture) : OpTests(fixture)
{
    static Tensor Children => Tensor.From([0, 1, 3, 2], [1, 2, 2]);

    static Tensor Words(int features) =>
        Tensor.From([.. Enumerable.Range(0, 3 * features).Select(i => MathF.Sin(i))], [1, 3, features]);

    /// <summary>At first a node is about the mean of its children.</summary>
    [Fact]
    public void ATreeRnnComposesChildren()
    {
        TreeRnn layer = new(features: 1);
        layer.Begin(Gpu, weight: [0.5f, 0.25f], bias: [0.125f]);
        double first = Math.Tanh(0.5 * Math.Sin(0) + 0.25 * Math.Sin(1) + 0.125);
        double root = Math.Tanh(0.5 * first + 0.25 * Math.Sin(2) + 0.125);
        AssertClose([Math.Sin(0), Math.Sin(1), Math.Sin(2), first, root], Run(_ => layer.Forward(Words(1), Children)[0]));
        Assert.Equal(["weight", "bias"], layer.Parameters.Select(parameter => parameter.Path));
    }

    [Fact]
    public void ATensorMultipliesChildrenWithEachOther()
    {
        TreeRnn layer = new(features: 1, tensor: true);
        layer.Begin(Gpu, weight: [0, 0], bias: [0]);
        layer.Tensor!.Load([0, 0, 1, 0]); // right times left
        float[] states = Run(_ => layer.Forward(Words(1), Tensor.From([1, 2, 3, 2], [1, 2, 2]))[0]);
        AssertClose([Math.Tanh(Math.Sin(1) * Math.Sin(2))], states[3..4]);
    }

    [Fact]
    public void ATreeLstmHasAStateAtEachNode()
    {
        TreeLstm layer = new(inFeatures: 3, outFeatures: 2);
        float[] states = Run(_ => layer.Forward(Words(3), Children)[0]);
        Assert.Equal(5 * 2, states.Length);
        Assert.All(states, state => Assert.InRange(Math.Abs(state), 1e-6f, 1));
        Assert.Equal(["weight", "bias", "words.weight", "words.bias"], layer.Parameters.Select(parameter => parameter.Path));
    }

    [Fact]
    public void WhatIsNoTreeIsRefused()
    {
        Assert.Contains("needs words [N, words, 2] and children",
            Assert.Throws<ArgumentException>(() => new TreeRnn(2).Forward(Words(3), Children)).Message);
        Assert.Contains("needs the children of the inner nodes of trees, Int32 [N, nodes, 2]",
            Assert.Throws<ArgumentException>(() => new TreeLstm(3, 2).Forward(Words(3), Tensor.Ones([1, 2, 2]))).Message);
    }
}

static class TreeLayerWeights
{
    /// <summary>Gives it memory, and weights.</summary>
    public static void Begin(this TreeRnn layer, VkLearn.Gpu.GpuDevice gpu, float[] weight, float[] bias)
    {
        using Recording recording = gpu.Record(() => layer.Weight.Value.Sum() + layer.Bias.Value.Sum()
            + (layer.Tensor is null ? Tensor.Zeros([]) : layer.Tensor.Value.Sum()));
        layer.Weight.Load(weight);
        layer.Bias.Load(bias);
    }
}
