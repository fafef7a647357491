using System.Text.RegularExpressions;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Stacks of equal layers: walked they give the bits that layer by layer gives, in few dispatches.</summary>
[Collection("gpu")]
public sealed class WalkTests(GpuFixture fixture, PlainGpu plain)
{
    static readonly Dictionary<string, Func<Tensor, Tensor, Tensor, Tensor>> Forms = new()
    {
        ["linear"] = (_, z, _) => z,
        ["plain"] = (_, z, _) => z.Relu(),
        ["tanh"] = (_, z, _) => z.Tanh(),
        ["without bias"] = (_, z, _) => z.Tanh(),
        ["residual"] = (h, z, _) => h + z.Relu(),
        ["scaled"] = (h, z, scale) => h + z.Relu() * scale,
        ["dropout"] = (h, z, _) => h + z.Relu().Dropout(0.25f),
        ["dropout twice"] = (h, z, _) => h + z.Dropout(0.1f).Relu().Dropout(0.25f),
    };

    public static TheoryData<string, int, int, int> Stacks => new()
    {
        { "linear", 32, 64, 8 }, { "plain", 32, 64, 8 }, { "tanh", 16, 65, 6 }, { "without bias", 33, 7, 6 }, { "residual", 32, 64, 40 },
        { "residual", 7, 65, 9 }, { "residual", 33, 64, 7 }, { "residual", 64, 20, 6 }, { "residual", 128, 33, 6 },
        { "tanh", 2, 9, 6 }, { "residual", 256, 17, 6 }, { "plain", 255, 33, 6 }, { "dropout", 32, 64, 12 }, { "dropout", 33, 7, 9 },
        { "dropout twice", 32, 16, 8 }, { "scaled", 32, 16, 12 }, { "scaled", 7, 7, 12 },
    };

    public static TheoryData<string, int, int, int> NoStacks => new()
    {
        { "plain", 32, 1, 8 }, { "residual", 32, 64, 3 }, { "residual", 257, 5, 8 },
    };

    [Theory, MemberData(nameof(Stacks))]
    public void AStackIsTwoWalksAndOneBatch(string form, int width, int rows, int layers)
    {
        Run walked = Train(plain.Gpu, form, width, rows, layers);
        Assert.Equal(2, walked.Walks);
        Assert.InRange(walked.Dispatches, 1, 20);
        Assert.InRange(Batched(walked.Plan), layers - 3, layers - 2); // the last layer that a walk goes through may not be a whole one
        Assert.Equal(LayerByLayer(form, width, rows, layers).Bits, walked.Bits);
    }

    [Fact]
    public void GradientsOfScalesAreOneDispatch() =>
        Assert.Single(Train(plain.Gpu, "scaled", 32, 16, 12).Plan.Split('\n'), line => Regex.IsMatch(line, @"^Reduce .*scale\..* x1[01]"));

    [Theory, MemberData(nameof(NoStacks))]
    public void WhatIsNoStackOfNarrowLayersIsNotWalked(string form, int width, int rows, int layers)
    {
        Run run = Train(plain.Gpu, form, width, rows, layers);
        Assert.Equal(0, run.Walks);
        Assert.Equal(LayerByLayer(form, width, rows, layers).Bits, run.Bits);
    }

    [Theory, InlineData("residual", 32, 64), InlineData("scaled", 7, 17), InlineData("plain", 128, 5), InlineData("tanh", 33, 40),
        InlineData("dropout", 33, 9), InlineData("residual", 256, 5)]
    public void TheKernelForGpusSumsAlike(string form, int width, int rows)
    {
        using Variable kernel = new("VKLEARN_WALK", "Walk");
        Run walked = Train(plain.Gpu, form, width, rows, 7);
        Assert.Contains("Walk (", walked.Plan);
        Assert.Equal(LayerByLayer(form, width, rows, 7).Bits, walked.Bits);
        Assert.Equal(Infer(width, rows, walk: "0").Bits, Infer(width, rows, walk: "Walk").Bits);
    }

    [Fact]
    public void OnGuardedMemory() =>
        Assert.Equal(LayerByLayer("residual", 33, 20, 8).Bits, Train(fixture.Gpu, "residual", 33, 20, 8).Bits);

    [Theory, InlineData("h4"), InlineData("h0", "h7"), InlineData("stack.3.weight:gradient"), InlineData("stack.5:output"),
        InlineData("h2", "stack.2.bias:gradient", "stack.6:output", "stack.1.weight", "last:output")]
    public void WatchesChangeNoBit(params string[] watch)
    {
        Run plainly = Train(plain.Gpu, "residual", 32, 20, 12), watched = Train(plain.Gpu, "residual", 32, 20, 12, watch);
        Assert.InRange(watched.Walks, 1, 6);
        Assert.Equal(plainly.Bits, watched.Bits);
        using Variable off = new("VKLEARN_WALK", "0");
        Run reference = Train(plain.Gpu, "residual", 32, 20, 12, watch);
        Assert.Equal(reference.Watched, watched.Watched);
    }

    [Theory, InlineData(32, 64), InlineData(33, 7), InlineData(128, 40), InlineData(16, 2), InlineData(200, 9)]
    public void InferenceStoresOnlyTheLast(int width, int rows)
    {
        Run walked = Infer(width, rows, walk: null);
        Assert.Equal((1, 3), (walked.Walks, walked.Dispatches));
        Assert.Equal(Infer(width, rows, walk: "0").Bits, walked.Bits);
        Assert.Equal(Infer(width, rows, walk: null, "h3").Bits, walked.Bits);
    }

    [Fact]
    public void RowsOfALayerWithinCanBeAResult() => CheckBits(walks: 1, replays: 1, () =>
    {
        Bag net = new();
        Dense[] layers = [.. Enumerable.Range(0, 8).Select(i => net.Layer($"{i}", new Dense(16, 16)))];
        return (Body, results => results);

        Tensor[] Body()
        {
            List<Tensor> h = [Tensor.Ones([8, 16]) * 0.1f];
            h.AddRange(layers.Select(layer => layer.Forward(h[^1]).Tanh()));
            return [h[4].Slice(0, 2, 3), h[^1]];
        }
    });

    [Fact]
    public void AStateCanBeCarriedThrough() => CheckBits(walks: 1, replays: 5, () =>
    {
        Net net = new("tanh", 16, 6);
        State state = new("state", [8, 16], initial: 0.1f);
        return (Body, _ => [state.ToArray()]);

        Tensor[] Body()
        {
            state.Assign(net.Stack(state));
            return [];
        }
    });

    [Fact]
    public void ASequentialOfLayersIsAStack()
    {
        Sequential model = new([new Dense(784, 24), .. Enumerable.Range(0, 9).SelectMany(_ => (Layer[])[new Relu(), new Dense(24, 24)])]);
        Adam adam = new(1e-3f);
        using Recording step = plain.Gpu.Record(() =>
        {
            Tensor loss = model.Forward(Tensor.Ones([10, 784])).Square().Mean();
            adam.Minimize(loss, of: model);
            return loss;
        });
        Assert.Equal(2, Walks(step));
    }

    [Fact]
    public void TwoOptimisersAndSharedWeightsAreRight() => CheckBits(walks: 4, replays: 3, () =>
    {
        Bag net = new();
        Dense shared = net.Layer("shared", new Dense(16, 16));
        Dense[] own = [.. Enumerable.Range(0, 8).Select(i => net.Layer($"own.{i}", new Dense(16, 16)))];
        Adam adam = new(1e-2f);
        Sgd sgd = new(1e-2f);
        return (Body, _ => [.. net.Parameters.Select(parameter => parameter.ToArray())]);

        Tensor[] Body()
        {
            Tensor h = Tensor.Ones([6, 16]);
            h = own.Aggregate(h, (x, layer) => layer.Forward(x).Tanh());
            h = Enumerable.Range(0, 5).Aggregate(h, (x, _) => shared.Forward(x).Tanh());
            Tensor loss = h.Square().Mean();
            Tensor[] gradients = loss.Gradients(net);
            int half = gradients.Length / 2;
            adam.Apply([.. net.Parameters.Take(half)], gradients[..half]);
            sgd.Apply([.. net.Parameters.Skip(half)], gradients[half..]);
            return [loss];
        }
    });

    /// <summary>That what replays leave has the bits that it has layer by layer.</summary>
    /// <param name="prepare">Makes a model: what to record with it, and what to read in the end, of the results or besides.</param>
    void CheckBits(int walks, int replays, Func<(Func<Tensor[]> Body, Func<float[][], float[][]> Read)> prepare)
    {
        Assert.Equal(Left(walk: "0"), Left(walk: null));

        float[][] Left(string? walk)
        {
            using Variable variable = new("VKLEARN_WALK", walk);
            Models.Restart(plain.Gpu, seed: 7);
            (Func<Tensor[]> body, Func<float[][], float[][]> read) = prepare();
            using Recording step = plain.Gpu.Record(body);
            Assert.Equal(walk is null ? walks : 0, Walks(step));
            step.Replay(replays);
            return read([.. step.Results.Select(result => result.ToArray())]);
        }
    }

    /// <summary>As deep as a stack gets in practice, from images to classes.</summary>
    [Fact]
    public void AThousandLayersLearnDrawnDigits()
    {
        (byte[] images, byte[] labels) = DrawnDigits.Make(640, seed: 1);
        Dataset digits = Dataset.From(images, Array.ConvertAll(labels, label => (int)label), [1, 28, 28], "digits");
        Net net = new("residual", 32, 1000, inFeatures: 784, outFeatures: 10, limit: 0.01f);
        Adam adam = new(1e-4f);
        using Recording step = plain.Gpu.Record(() =>
        {
            (Tensor image, Tensor label) = digits.NextBatch(64);
            Tensor loss = Loss.SoftmaxCrossEntropy(net.Forward(image.Flatten()), label);
            adam.Minimize(loss, of: net);
            return loss;
        });
        Assert.Equal(2, Walks(step));
        Assert.InRange(step.Dispatches, 1, 20);
        step.Replay();
        float untrained = step.Result.Item();
        step.Replay(79);
        Assert.InRange(step.Result.Item(), 0, 0.6f * untrained);
    }

    [Fact]
    public void MemoryOfAWalkIsSaidByAFormula()
    {
        using Recording step = plain.Gpu.Record(() => new Net("residual", 32, 10).Forward(Tensor.Ones([64, 5])), training: false,
            watch: ["h2"]);
        KernelCommand walk = step.Commands.OfType<KernelCommand>().Single(kernel => kernel.Walk is not null);
        Assert.Equal("10 layers store 10 x 64 rows x 32 wide x 4 bytes: 81920 bytes at 64-byte boundaries",
            walk.Walk!.Value.StoredText(walk));
    }

    sealed record Run(int Walks, int Dispatches, string Plan, uint[] Bits, uint[] Watched);

    static int Walks(Recording recording) =>
        recording.Commands.OfType<KernelCommand>().Count(kernel => kernel.Walk is not null);

    /// <summary>How many weight gradients are one dispatch.</summary>
    static int Batched(string plan) => plan.Split('\n')
        .Where(line => line.StartsWith("Gemm", StringComparison.Ordinal) && line.Contains("weight:gradient", StringComparison.Ordinal))
        .Max(line => Regex.Match(line, @"-> [^\]]+\] x(\d+)") is { Success: true } made ? int.Parse(made.Groups[1].Value) : 1);

    Run LayerByLayer(string form, int width, int rows, int layers)
    {
        using Variable off = new("VKLEARN_WALK", "0");
        Run run = Train(plain.Gpu, form, width, rows, layers);
        Assert.Equal(0, run.Walks);
        return run;
    }

    static Run Train(GpuDevice gpu, string form, int width, int rows, int layers, params string[] watch)
    {
        Models.Restart(gpu, seed: 7);
        Net net = new(form, width, layers);
        Adam adam = new(1e-3f);
        using Recording step = gpu.Record(() =>
        {
            Tensor loss = net.Forward(Rows(rows)).Square().Mean();
            adam.Minimize(loss, of: net);
            return loss;
        }, watch: watch);
        step.Replay(3);
        Assert.True(float.IsFinite(step.Result.Item()));
        return Of(step, [.. net.Parameters.SelectMany(parameter => parameter.ToArray()), step.Result.Item()]);
    }

    Run Infer(int width, int rows, string? walk, params string[] watch)
    {
        using Variable variable = new("VKLEARN_WALK", walk);
        Models.Restart(plain.Gpu, seed: 7);
        Net net = new("residual", width, 9);
        using Recording step = plain.Gpu.Record(() => net.Forward(Rows(rows)), training: false, watch: watch);
        step.Replay();
        return Of(step, step.Result.ToArray());
    }

    static Run Of(Recording step, float[] values) => new(Walks(step), step.Dispatches, step.Plan, Bits(values),
        Bits([.. step.Watches.OrderBy(watch => watch.Key, StringComparer.Ordinal).SelectMany(watch => watch.Value.ToArray())]));

    static uint[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToUInt32Bits)];

    static Tensor Rows(int rows) => Tensor.From([.. Enumerable.Range(0, rows * 5).Select(i => MathF.Sin(i))], [rows, 5]);

    /// <summary>A stack as a user makes one: layers called in a loop.</summary>
    sealed class Net : Layer
    {
        readonly Dense first, last;
        readonly List<(Dense Dense, Parameter Scale)> stack = [];
        readonly string form;

        /// <param name="limit">Of the stack's initial weights, times the root of the width.</param>
        public Net(string form, int width, int layers, int inFeatures = 5, int outFeatures = 3, float limit = 1)
        {
            this.form = form;
            first = Add("first", new Dense(inFeatures, width));
            Initializer weight = Initializer.Uniform(limit / MathF.Sqrt(width));
            for (int i = 0; i < layers; i++)
            {
                Dense dense = Add($"stack.{i}", new Dense(width, width, form != "without bias", weight));
                stack.Add((dense, form == "scaled" ? Add($"scale.{i}", [1], Initializer.Constant(0.5f)) : dense.Weight));
            }

            last = Add("last", new Dense(width, outFeatures));
        }

        public Tensor Stack(Tensor h)
        {
            for (int i = 0; i < stack.Count; i++)
            {
                h = Forms[form](h, stack[i].Dense.Forward(h), stack[i].Scale);
                h.Name ??= $"h{i}";
            }

            return h;
        }

        protected override Tensor Apply(Tensor input) => last.Forward(Stack(first.Forward(input)));
    }
}
