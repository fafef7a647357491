using VkLearn.Data;
using VkLearn.Extension;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Tests.Tracing;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Optimizers;

/// <summary>Losses are scaled where numbers lie in half precision, and updates by gradients that are not finite are left out.</summary>
[Collection("gpu")]
public sealed class LossScaleTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    /// <summary>What a step takes from the weights of a small network, whose rate makes good for the factor of its loss.</summary>
    double[] Gradients(float factor, Precision precision)
    {
        gpu.Seed(3);
        Sequential model = new(new Dense(8, 16), new Tanh(), new Dense(16, 4));
        Sgd sgd = new(1 / factor);
        using Recording step = gpu.Record(() => sgd.Minimize(
            model.Forward(Tensor.From([.. Enumerable.Range(0, 256).Select(i => MathF.Sin(i))], [32, 8])).Square().Mean() * factor, model),
            precision: precision);
        float[][] before = [.. model.Parameters.Select(p => Read(p))];
        step.Replay();
        return [.. model.Parameters.SelectMany((p, k) => p.ToArray().Select((w, i) => (double)before[k][i] - w))];
    }

    static float[] Read(Parameter parameter) => parameter.ToArray();

    [Theory, InlineData(1), InlineData(1e-4f), InlineData(1e-6f)]
    public void SmallLossesKeepTheirGradients(float factor)
    {
        double[] right = Gradients(1, Precision.Float32), half = Gradients(factor, Precision.Float16);
        double scale = Math.Sqrt(right.Average(g => g * g));
        Assert.All(right.Zip(half), pair => Assert.InRange(Math.Abs(pair.First - pair.Second) / scale, 0, 0.01));
    }

    public static TheoryData<Func<Optimizer>> Optimizers => new()
    {
        () => new Adam(0.1f), () => new AdamW(0.1f), () => new Sgd(0.1f), () => new Sgd(0.1f, 0.9f, nesterov: true),
        () => new Lion(0.1f), () => new NAdam(0.1f), () => new Adam(0.1f) { ClipNorm = 0.5f, ClipValue = 0.1f },
        () => new AdamW(0.1f) { Groups = [new("a", 0.5f)] }, () => new Lamb(new CosineSchedule(0.1f, 50)),
    };

    /// <summary>Without products nothing is rounded, and a scale that is a power of two changes no bit: left out updates do not count.
    /// </summary>
    [Theory, MemberData(nameof(Optimizers), DisableDiscoveryEnumeration = true)]
    public void WhatIsNotFiniteIsLeftOutAndTheRestHasTheSameBits(Func<Optimizer> make)
    {
        bool goesBySteps = !make().LearningRate.IsConstant; // whose steps go on meanwhile
        float[] Train(Precision precision, params float[] factors)
        {
            Bag bag = new();
            Parameter a = bag.New("a", [3], 1, -2, 3), b = bag.New("b", [1, 33], [.. Enumerable.Range(0, 33).Select(i => MathF.Cos(i))]);
            State factor = new("factor", [], 1);
            Optimizer optimizer = make();
            using Recording step = gpu.Record(() => optimizer.Minimize(
                ((a.Value.Square() * Tensor.From([1f, 2, 3], [3])).Sum() + (b.Value - 1).Square().Sum()) * factor.Value, bag),
                precision: precision);
            foreach (float one in factors)
            {
                factor.Load([one]);
                step.Replay();
            }

            gpu.Memory.CheckGuards();
            return [.. a.ToArray(), .. b.ToArray()];
        }

        const float inf = float.PositiveInfinity, nan = float.NaN;
        float[] usual = Train(Precision.Float32, 1, 1, 1, 1);
        Assert.All(usual, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(usual, Train(Precision.Float16, 1, 1, 1, 1));
        float[] some = Train(Precision.Float16, inf, 1, nan, inf, 1, 1, 1);
        Assert.True(goesBySteps || usual.SequenceEqual(some));
        Assert.All(some, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void TheScaleFallsAfterAnInfiniteGradientAndGrowsAfterTwoThousandFiniteOnes()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [1], 1);
        State factor = new("factor", [], float.PositiveInfinity);
        Sgd sgd = new(0.5f);
        using Recording step = gpu.Record(
            () => sgd.Minimize((w.Value * factor.Value).Sum(), bag), watch: ["w:gradient", "gradientNorm"], precision: Precision.Float16);
        Dictionary<string, State> states = sgd.Places.ToDictionary(place => place.Name, place => place.Place).Where(p => p.Value is State)
            .ToDictionary(p => p.Key, p => (State)p.Value);
        float[] Scale() => [.. ((string[])["lossScale", "lossScale.streak", "lossScale.skipped"]).Select(n => states[n].ToArray()[0])];

        Assert.Equal([65536, 0, 0], Scale());
        step.Replay(2);
        Assert.Equal([16384, 0, 2], Scale());
        Assert.Equal([1], w.ToArray());
        factor.Load([1]);
        step.Replay();
        Assert.Equal([16384, 1, 2], Scale());
        Assert.Equal([0.5f], w.ToArray());
        Assert.Equal([1], step.Watches["w:gradient"].ToArray()); // as it is without the scale
        states["lossScale.streak"].Load([1998]);
        step.Replay();
        Assert.Equal([16384, 1999, 2], Scale());
        step.Replay();
        Assert.Equal([32768, 0, 2], Scale());
    }

    /// <summary>However many parameters there are: their squares, five of single numbers, a copy, and gradients without the scale.
    /// </summary>
    [Theory, InlineData(2), InlineData(20)]
    public void ItCostsEightDispatches(int parameters)
    {
        int Dispatches(Precision precision)
        {
            Bag bag = new();
            Parameter[] all = [.. Enumerable.Range(0, parameters).Select(i => bag.New($"p{i}", [5], 1, 2, 3, 4, 5))];
            using Recording step = gpu.Record(() => new Adam(0.1f).Minimize(
                all.Select(p => p.Value.Square().Sum()).Aggregate((a, b) => a + b), bag), precision: precision);
            return step.Dispatches;
        }

        Assert.Equal(Dispatches(Precision.Float32) + 8, Dispatches(Precision.Float16));
    }

    [Fact]
    public void ACheckpointKeepsIt()
    {
        using Trainer trainer = Make(), other = Make();
        trainer.Run(5);
        Snapshot snapshot = trainer.Capture();
        Assert.Contains(snapshot.Tensors, tensor => tensor.Name == "optimizer:lossScale.skipped");
        trainer.Run(5);
        other.Restore(snapshot);
        other.Run(5);
        Assert.Equal(Bytes(trainer.Capture()), Bytes(other.Capture()));

        static IEnumerable<string> Bytes(Snapshot of) => of.Tensors.Select(tensor => tensor.Name + Convert.ToHexString(tensor.Bytes.Span));
    }

    Trainer Make()
    {
        gpu.Seed(2);
        float[] x = [.. Enumerable.Range(0, 80).Select(i => 1e3f * MathF.Sin(i))]; // the first gradients are infinite in halves
        return new(gpu, new Classifier(new Sequential(new Dense(4, 8), new Relu(), new Dense(8, 2)), new Adam(1e-2f)),
            Dataset.From(x, [.. Enumerable.Range(0, 20).Select(i => i % 2)], [4]),
            new TrainingSettings(10) { Precision = Precision.Float16 });
    }

    [Fact]
    public void SinglePrecisionHasNone()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [1], 1);
        Sgd sgd = new(0.5f);
        using Recording step = gpu.Record(() => sgd.Minimize(w.Value.Sum(), bag));
        Assert.DoesNotContain(sgd.Places, place => place.Name.StartsWith("lossScale", StringComparison.Ordinal));
    }
}
