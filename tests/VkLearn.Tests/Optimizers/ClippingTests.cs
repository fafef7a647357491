using VkLearn.Compile;
using VkLearn.Extension;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Optimizers;

[Collection("gpu")]
public sealed class ClippingTests(GpuFixture fixture)
{
    /// <summary>Parameters of these sizes that lie together, at 0.</summary>
    sealed class Several : Layer
    {
        public Several(params int[] sizes)
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                Add($"p{i}", [sizes[i]], Initializer.Zeros);
            }
        }

        protected override Tensor Apply(Tensor input) => input;
    }

    static float Gradient(int parameter, int i) => MathF.Sin(parameter * 100 + i + 1);

    static float[] Gradients(int parameter, long count) => [.. Enumerable.Range(0, (int)count).Select(i => Gradient(parameter, i))];

    /// <summary>What one step takes from each weight, its gradient being that of its place.</summary>
    float[][] Steps(Optimizer optimizer, Func<int, long, float[]> gradients, out Recording step, params Layer[] models)
    {
        Parameter[] parameters = [.. models.SelectMany(model => model.Parameters)];
        step = fixture.Gpu.Record(() => optimizer.Apply(parameters, [.. parameters.Select((parameter, i) =>
            Tensor.From(gradients(i, parameter.Shape.Count), parameter.Shape) * Tensor.Full(parameter.Shape, 3))]));
        step.Replay();
        fixture.Gpu.Memory.CheckGuards();
        return [.. parameters.Select(parameter => Array.ConvertAll(parameter.ToArray(), w => -w))];
    }

    static void Close(Func<int, int, double> expected, float[][] steps)
    {
        for (int p = 0; p < steps.Length; p++)
        {
            double error = OpCheck.Error(steps[p], [.. Enumerable.Range(0, steps[p].Length).Select(i => expected(p, i))], floor: 0.1);
            Assert.True(error < 3e-6, $"parameter {p}: relative error {error:g3}");
        }
    }

    static double Norm(params int[] sizes) => Math.Sqrt(
        sizes.SelectMany((size, p) => Gradients(p, size)).Sum(g => 9.0 * g * g));

    [Theory, InlineData(1), InlineData(7, 33, 1025), InlineData(16, 300_000)]
    public void TheNormOfAllTogetherIsAtMostThat(params int[] sizes)
    {
        double norm = Norm(sizes);
        Close((p, i) => 0.5 * 3 * Gradient(p, i) / norm, Steps(
            new Sgd(1f) { ClipNorm = 0.5f }, Gradients, out Recording step, new Several(sizes)));
        step.Dispose();
    }

    /// <summary>Squares of numbers above 1.8e19 are infinite, and of those above 1e38 so is their sum.</summary>
    [Theory, InlineData(2e19f, 1), InlineData(1e30f, 7, 33, 1025), InlineData(1e30f, 16, 300_000), InlineData(3e35f, 3)]
    public void GradientsWhoseSquaresOverflowAreClippedToo(float size, params int[] sizes)
    {
        float[] Large(int parameter, long count) =>
            [.. Gradients(parameter, count).Select((g, i) => g * (i % 3 == 0 || count < 4 ? size / 3 : 1))];
        float[][] all = [.. sizes.Select((count, p) => Large(p, count))];
        double norm = Math.Sqrt(all.Sum(part => part.Sum(g => 9.0 * g * g)));
        Close((p, i) => 3 * (double)all[p][i] / norm, Steps(
            new Sgd(1f) { ClipNorm = 1 }, Large, out Recording step, new Several(sizes)));
        step.Dispose();
    }

    [Fact]
    public void ASmallerOneChangesNoBit()
    {
        float[][] clipped = Steps(new Sgd(1f) { ClipNorm = 1e4f }, Gradients, out Recording step, new Several(7, 33));
        step.Dispose();
        Assert.Equal(clipped, Steps(new Sgd(1f), Gradients, out step, new Several(7, 33)));
        step.Dispose();
    }

    [Fact]
    public void ParametersThatLieApartHaveOneNorm()
    {
        Close((p, i) => 2 * 3 * Gradient(p, i) / Norm(7, 33), Steps(
            new Sgd(1f) { ClipNorm = 2 }, Gradients, out Recording step, new Several(7), new Several(33)));
        step.Dispose();
    }

    [Fact]
    public void NoElementIsBeyondTheValueAfterTheNorm()
    {
        Close((p, i) => Math.Clamp(3 * Gradient(p, i), -2.0, 2), Steps(
            new Sgd(1f) { ClipValue = 2 }, Gradients, out Recording step, new Several(7, 33)));
        step.Dispose();
        Close((p, i) => Math.Clamp(5 * 3 * Gradient(p, i) / Norm(7, 33), -0.5, 0.5), Steps(
            new Sgd(1f) { ClipNorm = 5, ClipValue = 0.5f }, Gradients, out step, new Several(7, 33)));
        step.Dispose();
    }

    /// <summary>A rule that is its definition alone is given clipped gradients too.</summary>
    [Fact]
    public void AUsersRuleIsGivenThemClipped()
    {
        Close((p, i) => Math.Clamp(5 * 3 * Gradient(p, i) / Norm(7, 33), -0.5, 0.5), Steps(
            new Plain(1f) { ClipNorm = 5, ClipValue = 0.5f }, Gradients, out Recording step, new Several(7, 33)));
        step.Dispose();
    }

    sealed class Plain(Schedule rate) : Optimizer(rate)
    {
        protected override UpdateRule Rule { get; } = new PlainRule();
    }

    sealed record PlainRule : UpdateRule
    {
        public override int Moments => 0;

        protected override Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step) =>
            [weight - rate * gradient];
    }

    /// <summary>Squares, scale, clip: however many parameters there are, and nothing is copied.</summary>
    [Fact]
    public void ItCostsThreeDispatches()
    {
        int[] sizes = [.. Enumerable.Range(1, 20)];
        Steps(new Adam(1f) { ClipNorm = 1, ClipValue = 1 }, Gradients, out Recording clipped, new Several(sizes));
        Steps(new Adam(1f), Gradients, out Recording plain, new Several(sizes));
        Assert.Equal(plain.Dispatches + 3, clipped.Dispatches);
        Assert.DoesNotContain(clipped.Commands, command => command is CopyCommand);
        clipped.Dispose();
        plain.Dispose();
    }

    [Fact]
    public void NanPasses()
    {
        static float[] WithNan(int parameter, long count) => [float.NaN, .. Gradients(parameter, count - 1)];
        float[][] steps = Steps(new Sgd(1f) { ClipValue = 1 }, WithNan, out Recording step, new Several(7));
        step.Dispose();
        Assert.True(float.IsNaN(steps[0][0]));
        Assert.All(steps[0][1..], value => Assert.InRange(value, -1, 1));
        steps = Steps(new Sgd(1f) { ClipNorm = 1 }, WithNan, out step, new Several(7));
        step.Dispose();
        Assert.All(steps[0], value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void TheNormIsSeenByItsName()
    {
        Several model = new(3);
        Sgd sgd = new(1f) { ClipNorm = 1 };
        using Recording step = fixture.Gpu.Record(
            () => sgd.Apply(model.Parameters[0], Tensor.From([3f, 0, 4], [3]) * Tensor.Ones([3])), watch: ["gradientNorm"]);
        step.Replay();
        Assert.Equal(5, step.Watches["gradientNorm"].ToArray()[0], 1e-5f);
    }

    [Fact]
    public void WhatIsNotAboveZeroIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(1f) { ClipNorm = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lion(1f) { ClipValue = -1 });
    }
}
