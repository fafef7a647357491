using VkLearn.Compile;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class RecurrentLayerTests(GpuFixture fixture) : OpTests(fixture)
{
    static Tensor Numbers(params int[] sizes) =>
        Tensor.From([.. Enumerable.Range(0, sizes.Aggregate((a, b) => a * b)).Select(i => MathF.Sin(i))], Shape.Of(sizes));

    static RecurrentLayer[] Each(RecurrentOptions options) =>
    [
        new Rnn(3, 4, options), new Lstm(3, 4, options), new Gru(3, 4, options),
        new Lstm(3, 4, options, form: new() { IsNormalized = true }), new Lstm(3, 4, options, form: new() { Cells = 4 }),
    ];

    [Fact]
    public void WeightsHavePyTorchsNamesAndShapes()
    {
        Lstm layer = new(3, 4, new() { Layers = 2, IsBidirectional = true });
        Assert.Equal(["l0", "l0.reverse", "l1", "l1.reverse"], layer.Children.Select(way => way.Path));
        Assert.Equal(["inputWeight", "recurrentWeight", "inputBias", "recurrentBias"], layer.Ways[0].Parameters.Select(one => one.Name));
        Assert.Equal(Shape.Of([3, 16]), layer.Ways[0].InputWeight.Shape);
        Assert.Equal(Shape.Of([8, 16]), layer.Ways[2].InputWeight.Shape);
        Assert.Equal(Shape.Of([4, 12]), new Gru(3, 4).Ways[0].RecurrentWeight.Shape);
        Assert.Equal(2, new Rnn(3, 4, new() { HasBias = false }).Parameters.Count);
        Assert.Equal(Shape.Of([3, 4]), new Lstm(3, 4, form: new() { HasPeepholes = true }).Ways[0].Peepholes!.Shape);
    }

    [Fact]
    public void WeightsLieWithinTheRootOfTheUnits()
    {
        Lstm lstm = new(3, 4), drawn = new(3, 4, forgetBias: null);
        using Recording recording = Gpu.Record(() => lstm.Forward(Numbers(2, 5, 3)).Mean() + drawn.Forward(Numbers(2, 5, 3)).Mean());
        Assert.All(drawn.Parameters.SelectMany(parameter => parameter.ToArray()), value => Assert.InRange(value, -0.5f, 0.5f));
        Assert.Equal([1, 1, 1, 1], lstm.Ways[0].InputBias!.ToArray()[4..8]);
        Assert.Equal([0, 0, 0, 0], lstm.Ways[0].RecurrentBias!.ToArray()[4..8]);
        Assert.All(lstm.Ways[0].RecurrentBias!.ToArray()[..4], value => Assert.NotEqual(0, value));
    }

    /// <summary>A forget gate that begins at log(u) keeps for about u steps; its input gate at as much less.</summary>
    [Fact]
    public void UnitsMayRememberForDifferingTimes()
    {
        const int units = 64, steps = 50;
        Lstm lstm = new(3, units, memory: steps);
        using Recording recording = Gpu.Record(() => lstm.Forward(Numbers(2, 5, 3)).Mean());
        float[] bias = lstm.Ways[0].InputBias!.ToArray();
        (float[] input, float[] forget) = (bias[..units], bias[units..(2 * units)]);
        Assert.Equal(forget, input.Select(value => -value));
        Assert.All(forget, value => Assert.InRange(Math.Exp(value), 0.999, steps + 0.001));
        Assert.InRange(forget.Average(value => Math.Exp(value)), 0.3 * steps, 0.7 * steps);
        Assert.All(bias[(2 * units)..].Concat(lstm.Ways[0].RecurrentBias!.ToArray()), value => Assert.Equal(0, value));
    }

    [Fact]
    public void GivesAllStatesOrTheLast()
    {
        foreach (bool bothWays in (bool[])[false, true])
        {
            RecurrentOptions all = new() { Layers = 2, IsBidirectional = bothWays }, last = all with { GivesLast = true };
            int width = bothWays ? 8 : 4;
            Assert.All(Each(all), layer => Assert.Equal(Shape.Of([2, 5, width]), layer.Forward(Numbers(2, 5, 3)).Shape));
            Assert.All(Each(last), layer => Assert.Equal(Shape.Of([2, width]), layer.Forward(Numbers(2, 5, 3)).Shape));
        }
    }

    /// <summary>Step by step with the states handed on is what all steps at once are.</summary>
    [Fact]
    public void StatesHandedOnGoOn()
    {
        foreach (RecurrentLayer layer in Each(new() { Layers = 2 }))
        {
            int states = layer is Lstm ? 2 : 1;
            Tensor x = Numbers(2, 5, 3);
            using Recording recording = Gpu.Record(() =>
            {
                Tensor[] state = [.. Enumerable.Range(0, states).Select(_ => Tensor.Zeros([2, 2, 4]))], steps = new Tensor[5];
                for (int t = 0; t < 5; t++)
                {
                    Tensor[] made = layer.Forward([x.Slice(1, t, 1), .. state]);
                    (steps[t], state) = (made[0], made[1..]);
                }

                return [layer.Forward(x), Tensor.Concat(1, steps)];
            });
            recording.Replay();
            AssertClose([.. recording.Results[0].ToArray()], recording.Results[1].ToArray(), 1e-5);
        }
    }

    /// <summary>What training carries is what is handed on; evaluation begins with zeros.</summary>
    [Fact]
    public void StatesAreCarriedFromBatchToBatch()
    {
        foreach (RecurrentLayer layer in Each(new() { CarriedBatch = 2 }))
        {
            Tensor x = Numbers(2, 6, 3);
            using Recording halves = Gpu.Record(() =>
                [layer.Forward(x.Slice(1, 0, 3)), layer.Forward(x.Slice(1, 3, 3))]);
            using Recording whole = Gpu.Record(() => layer.Forward(x), training: false);
            halves.Replay();
            whole.Replay();
            float[] expected = Run(t => Tensor.Concat(1, t[0], t[1]),
                Tensor.From(halves.Results[0].ToArray(), [2, 3, 4]), Tensor.From(halves.Results[1].ToArray(), [2, 3, 4]));
            AssertClose([.. expected], whole.Result.ToArray(), 1e-5);
            Assert.All(layer.Carried, state => Assert.Contains(state.ToArray(), value => value != 0));
            Assert.Contains("carries states of 2 sequences, the batch has 3", Refusal(() => layer.Forward(Numbers(3, 6, 3))));
        }
    }

    /// <summary>What lies beyond a sequence's end is not seen: not in the states, the last one among them, nor in any gradient.</summary>
    [Fact]
    public void StepsBeyondTheEndAreZerosWithoutGradient()
    {
        foreach (RecurrentLayer layer in Each(new() { Layers = 2, IsBidirectional = true }))
        {
            State x = new("x", [3, 4, 3]);
            using Recording recording = Gpu.Record(() =>
            {
                Tensor states = layer.Forward(x, Tensor.From([2, 0, 4], [3]))[0];
                return [states, .. states.Square().Sum().Gradients([x.Value, .. layer.Parameters.Select(parameter => parameter.Value)])];
            });
            float[][] With(float beyond)
            {
                x.Load([.. Enumerable.Range(0, 36).Select(i => i / 12 < 2 && i % 12 >= (i < 12 ? 6 : 0) ? beyond : MathF.Sin(i))]);
                recording.Replay();
                return [.. recording.Results.Select(result => result.ToArray())];
            }

            float[][] some = With(beyond: 1), others = With(beyond: -3);
            Assert.Equal(some[0], others[0]);
            Assert.Equal(some[1], others[1]);
            Assert.All(some[0][16..32].Concat(some[0][32..64]), value => Assert.Equal(0, value));
            Assert.All(some[1][6..24], value => Assert.Equal(0, value));
            Assert.Equal(some[2..], others[2..]);
        }
    }

    [Fact]
    public void DropoutLiesBetweenLayersInTraining()
    {
        Gru layer = new(3, 4, new() { Layers = 2, Dropout = 0.5f }), single = new(3, 4, new() { Dropout = 0.5f });
        float[] Of(RecurrentLayer of, bool training)
        {
            using Recording recording = Gpu.Record(() => of.Forward(Numbers(2, 5, 3)), training);
            recording.Replay();
            return recording.Result.ToArray();
        }

        Assert.NotEqual(Of(layer, training: false), Of(layer, training: true));
        Assert.Equal(Of(single, training: false), Of(single, training: true));
    }

    /// <summary>Of looked up words the table's rows are multiplied, not each word's: the same bits, and the same gradients.</summary>
    [Fact]
    public void WordsAreMultipliedOnce()
    {
        foreach (RecurrentLayer layer in Each(new()))
        {
            Embedding embedding = new(5, 3, Initializer.Normal(1));
            Tensor words = Tensor.From([.. Enumerable.Range(0, 14).Select(i => i * i % 5)], [2, 7]);
            Tensor[] Both(Func<Tensor, Tensor> given)
            {
                Tensor states = layer.Forward(given(embedding.Forward(words)));
                return [states, .. states.Square().Sum().Gradients([embedding.Weight.Value, layer.Ways[0].InputWeight.Value])];
            }

            using Recording recording = Gpu.Record(() => [.. Both(x => x), .. Both(x => x * Tensor.Ones([1]))]);
            recording.Replay();
            float[][] results = [.. recording.Results.Select(result => result.ToArray())];
            Assert.Equal(results[3], results[0]);
            AssertClose([.. results[4]], results[1], 1e-4);
            AssertClose([.. results[5]], results[2], 1e-4);
            Assert.Contains(recording.Commands.OfType<KernelCommand>(), kernel => kernel.Code.Name.StartsWith("Gather"));
        }
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Lstm layer = new(3, 4);
        Assert.Contains("needs Float32 [N, T, 3], received", Refusal(() => layer.Forward(Numbers(2, 5, 2))));
        Assert.Contains("Use inFeatures: 2.", Refusal(() => layer.Forward(Numbers(2, 5, 2))));
        Assert.Contains("all of hidden [1, 2, 4], cell [1, 2, 4]", Refusal(() => layer.Forward(Numbers(2, 5, 3), Numbers(1, 2, 4))[0]));
        Assert.Contains("lengths must be Int32 [2]", Refusal(() => layer.Forward(Numbers(2, 5, 3), Tensor.From([1, 2, 3], [3]))[0]));
        Assert.Contains("Use either bidirectional or carriedBatch",
            Refusal(() => new Gru(3, 4, new() { IsBidirectional = true, CarriedBatch = 1 })));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rnn(0, 4));
        Assert.Contains("needs x [N, T, ..] of one step or more", Refusal(() => layer.Forward(Numbers(2, 1, 3).Slice(1, 0, 0))));
    }

    static string Refusal(Func<object> what) => Assert.Throws<ArgumentException>(() => what()).Message;

    [Fact]
    public void ScenesNameThem()
    {
        Layer Read(string json) => Catalog<Layer>.Read(Settings.Parse("scene.json", System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.IsType<Rnn>(Read("""{ "type": "Rnn", "inFeatures": 3, "outFeatures": 4, "relu": true }"""));
        Assert.Equal(4, Assert.IsType<Lstm>(Read("""
            { "type": "Lstm", "inFeatures": 3, "outFeatures": 4, "layers": 2, "bidirectional": true, "dropout": 0.1, "peepholes": true }
            """)).Ways.Count);
        Assert.Single(Assert.IsType<Gru>(Read("""
            { "type": "Gru", "inFeatures": 3, "outFeatures": 4, "last": true, "carriedBatch": 8, "resetsAfter": false }
            """)).Carried);
    }

    /// <summary>A way by itself is a layer too.</summary>
    [Fact]
    public void AWayGivesItsStatesAndTheLast()
    {
        RecurrentWay way = new RecurrentWay(
            3, 4, gates: 1, units: 4, isReverse: false, inputBias: null, recurrentBias: null, walksBias: false, (one, x, before, lengths) =>
            {
                (Tensor states, Tensor last) = x.Rnn(one.RecurrentWeight, before.FirstOrDefault(), lengths);
                return [states, last];
            });
        Assert.Equal([Shape.Of([2, 5, 4]), Shape.Of([2, 4])], way.Forward([Numbers(2, 5, 3)]).Select(made => made.Shape));
    }

    /// <summary>A sequence of 1,000 steps trains, and what it needs grows with its length.</summary>
    [Fact]
    public void MemoryIsLinearInTheSteps()
    {
        long Bytes(int steps)
        {
            Lstm layer = new(3, 8);
            Adam adam = new(1e-2f);
            using Recording recording = Gpu.Record(() =>
            {
                Tensor loss = layer.Forward(Tensor.Normal([4, steps, 3])).Square().Mean();
                adam.Minimize(loss, of: layer);
                return loss;
            });
            recording.Replay();
            float before = recording.Result.ToArray()[0];
            recording.Replay(10);
            Assert.InRange(recording.Result.ToArray()[0], 0, before);
            return recording.Bytes;
        }

        long some = Bytes(250), twice = Bytes(500), all = Bytes(1000);
        Assert.InRange((double)(all - twice) / (twice - some), 1.9, 2.1);
    }
}
