using VkLearn.Layers;
using VkLearn.Optimizers;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Layers;

/// <summary>Layers of several inputs or outputs, as a user writes them.</summary>
public sealed class SeveralTensorsTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>a W + b V.</summary>
    sealed class Merge : Layer
    {
        readonly Dense left, right;

        public Merge(int leftFeatures, int rightFeatures, int outFeatures)
        {
            left = Add("left", new Dense(leftFeatures, outFeatures, weight: Initializer.Constant(2)));
            right = Add("right", new Dense(rightFeatures, outFeatures, bias: false, weight: Initializer.Constant(3)));
        }

        protected override Tensor[] Apply(Tensor[] inputs) => [left.Forward(inputs[0]) + right.Forward(inputs[1])];
    }

    /// <summary>Mean and logarithm of the variance, as an encoder gives them.</summary>
    sealed class Moments : Layer
    {
        public Moments(int inFeatures, int outFeatures)
        {
            Mean = Add("mean", new Dense(inFeatures, outFeatures, weight: Initializer.Constant(1)));
            Spread = Add("spread", new Dense(inFeatures, outFeatures, weight: Initializer.Constant(-1)));
        }

        public Dense Mean { get; }
        public Dense Spread { get; }

        protected override Tensor[] Apply(Tensor[] inputs) => [Mean.Forward(inputs[0]) * 2f, Spread.Forward(inputs[0]) * 2f];
    }

    sealed class Nothing : Layer;

    static Tensor A => Tensor.From([1f, 2], [1, 2]);
    static Tensor B => Tensor.From([10f, 20, 30], [1, 3]);

    [Fact]
    public void ALayerOfTwoInputs()
    {
        Merge layer = new(2, 3, 4);
        Assert.Equal(["left.weight", "left.bias", "right.weight"], layer.Parameters.Select(parameter => parameter.Path));
        Assert.Equal(Enumerable.Repeat(6 + 180f, 4), Run(x => layer.Forward(x[0], x[1])[0], A, B));
    }

    [Fact]
    public void ALayerOfTwoOutputsThatTrains()
    {
        Bag model = new();
        Moments layer = model.Layer("encoder", new Moments(2, 1));
        using Recording step = Gpu.Record(() =>
        {
            Tensor[] made = layer.Forward([A]);
            new Sgd(0.5f).Minimize(made[0].Sum() - made[1].Sum(), of: model);
            return made;
        }, watch: ["encoder:output", "encoder:output1"]);
        step.Replay();
        Assert.Equal([6f], step.Watches["encoder:output"].ToArray());
        Assert.Equal([-6f], step.Watches["encoder:output1"].ToArray());
        Assert.Equal([0f, -1], layer.Mean.Weight.ToArray());
        Assert.Equal([0f, 1], layer.Spread.Weight.ToArray());
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Equal("Moments \"\" makes 2 tensors. Use Forward([input]), which returns all.",
            Assert.Throws<ArgumentException>(() => new Moments(2, 1).Forward(A)).Message);
        Assert.Equal("Dense \"\" takes one input, received 2.",
            Assert.Throws<ArgumentException>(() => new Dense(2, 1).Forward(A, B)).Message);
        Assert.Equal("Nothing computes nothing: override Apply(Tensor), or Apply(Tensor[]) for several inputs or outputs.",
            Assert.Throws<NotSupportedException>(() => new Nothing().Forward(A)).Message);
    }
}
