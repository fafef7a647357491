using VkLearn.Compile;
using VkLearn.Layers;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Layers;

/// <summary>Layers that are frozen, or behave as in evaluation, while the rest of a model trains.</summary>
public sealed class PartOfAStepTests(GpuFixture fixture) : OpTests(fixture)
{
    static Tensor X => Tensor.From([.. Enumerable.Range(0, 24).Select(i => MathF.Sin(i))], [8, 3]);

    static float[][] Values(Layer layer) => [.. layer.Parameters.Select(parameter => parameter.ToArray())];

    [Theory, InlineData(false), InlineData(true)]
    public void WhatIsFrozenStaysAsItIs(bool decoupled)
    {
        Sequential trunk = new(new Dense(3, 4), new Tanh(), new Dense(4, 4)) { IsFrozen = true }, model = new(trunk, new Dense(4, 2));
        Optimizer optimizer = decoupled ? new AdamW(0.1f, weightDecay: 0.5f) : new Sgd(0.1f, momentum: 0.9f, weightDecay: 0.5f);
        Tensor Loss() => model.Forward(X).Square().Sum();
        using Recording start = Gpu.Record(Loss);
        float[][] before = Values(model);
        using Recording step = Gpu.Record(() => optimizer.Minimize(Loss(), of: model));
        step.Replay(3);
        float[][] after = Values(model);
        Assert.Equal(before[..4], after[..4]);
        Assert.NotEqual(before[4], after[4]);
        Assert.NotEqual(before[5], after[5]);

        trunk.IsFrozen = false; // from the next recording on
        step.Replay();
        Assert.Equal(before[..4], Values(model)[..4]);
        using Recording all = Gpu.Record(() => optimizer.Minimize(Loss(), of: model));
        all.Replay();
        Assert.All(Values(model)[..4].Zip(before), pair => Assert.NotEqual(pair.Second, pair.First));
    }

    [Fact]
    public void WhatIsFrozenHasNoGradient()
    {
        Sequential model = new(new Dense(3, 4) { IsFrozen = true }, new Dense(4, 2));
        using Recording step = Gpu.Record(() => new Sgd(0.1f).Minimize(model.Forward(X).Sum(), of: model));
        Assert.DoesNotContain("layers.0.weight:gradient", step.Plan);
        Assert.Contains("layers.1.weight:gradient", step.Plan);
    }

    [Fact]
    public void AModelThatIsAllFrozenIsRefused()
    {
        Dense model = new(3, 1) { IsFrozen = true };
        Assert.Equal("Sgd: Dense \"\" has no parameter to update: all are frozen. Set IsFrozen to false for some of it.",
            Assert.Throws<InvalidOperationException>(
                () => Gpu.Record(() => new Sgd(1f).Minimize(model.Forward(X).Sum(), of: model))).Message);
        Assert.Equal("Sgd: Relu \"\" has no parameter to update.",
            Assert.Throws<InvalidOperationException>(
                () => Gpu.Record(() => new Sgd(1f).Minimize(X.Sum(), of: new Relu()))).Message);
    }

    [Fact]
    public void DropoutInAPartSetToEvaluationDropsNothing()
    {
        Sequential still = new(new Dropout(0.5f)) { IsEvaluating = true }, model = new(still, new Dropout(0.5f));
        using Recording step = Gpu.Record(() => [still.Forward(Tensor.Ones([512])) * 1f, model.Forward(Tensor.Ones([512]))]);
        step.Replay();
        Assert.All(step.Results[0].ToArray(), value => Assert.Equal(1, value));
        Assert.Equal([0f, 2], step.Results[1].ToArray().Distinct().Order());
    }

    [Fact]
    public void BatchNormOfAPartOfATraceFollowsItsRunningStatistics()
    {
        BatchNorm norm = new(3, momentum: 0.5f);
        using Recording step = Gpu.Record(() =>
        {
            using (norm.Evaluating())
            {
                using (norm.Evaluating())
                {
                }

                Tensor still = norm.Forward(X); // by mean 0 and variance 1, which it leaves as they are
                return [still, norm.Mean.Value * 1f];
            }
        });
        step.Replay();
        AssertClose([.. X.ToArray().Select(x => x / Math.Sqrt(1 + 1e-5))], step.Results[0].ToArray(), 1e-6);
        Assert.Equal([0f, 0, 0], step.Results[1].ToArray());
        Assert.False(norm.IsEvaluating);
        using Recording training = Gpu.Record(() => norm.Forward(X));
        training.Replay();
        Assert.DoesNotContain(0f, norm.Mean.ToArray());
    }

    /// <summary>As a critic's, which sees what is real and what is made in one step.</summary>
    [Fact]
    public void ALayerThatRunsTwiceInAStepIsShownTwoBatches()
    {
        BatchNorm twice = new(3, momentum: 0.25f), once = new(3, momentum: 0.25f);
        using Recording both = Gpu.Record(() => [twice.Forward(X), twice.Forward(X)]);
        using Recording one = Gpu.Record(() => once.Forward(X));
        both.Replay();
        one.Replay(2);
        Assert.Equal(once.Mean.ToArray(), twice.Mean.ToArray());
        Assert.Equal(once.Variance.ToArray(), twice.Variance.ToArray());

        Dropout dropout = new(0.5f);
        using Recording dropped = Gpu.Record(() => [dropout.Forward(Tensor.Ones([512])), dropout.Forward(Tensor.Ones([512]))]);
        dropped.Replay();
        Assert.NotEqual(dropped.Results[0].ToArray(), dropped.Results[1].ToArray());
    }
}
