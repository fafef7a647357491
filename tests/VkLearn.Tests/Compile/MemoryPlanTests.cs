using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Which tensors share memory, and that nothing notices.</summary>
[Collection("gpu")]
public sealed class MemoryPlanTests(PlainGpu plain)
{
    readonly GpuDevice gpu = plain.Gpu;

    public static TheoryData<string> Plans => [.. Models.Names];

    [Theory, MemberData(nameof(Plans))]
    public void WhatIsReadIsWhatWasWritten(string name)
    {
        using Model shared = Models.Record(gpu, name);
        using Variable aliasing = new("VKLEARN_ALIAS", "0");
        using Model apart = Models.Record(gpu, name);
        Assert.Null(new LastWriters(shared.Step).FirstDifference(new LastWriters(apart.Step)));
    }

    [Theory, InlineData("1"), InlineData("0")]
    public void SoItIsInRandomPrograms(string fuse)
    {
        using Variable fusion = new("VKLEARN_FUSE", fuse);
        for (int seed = 200; seed < 230; seed++)
        {
            Lowered lowered = Lower(new RandomGraph(seed).Trace);
            using MemoryPlan shared = Plan(lowered), apart = Plan(lowered, alias: false);
            Assert.Null(new LastWriters(lowered, shared).FirstDifference(new LastWriters(lowered, apart)));
        }
    }

    /// <summary>The commands of a program, without kernels being made.</summary>
    Lowered Lower(Func<Tensor[]> body)
    {
        Trace trace = new() { Session = Session.Of(gpu) };
        using (Trace.Begin(trace))
        {
            return Compiler.Run(Session.Of(gpu), trace, body(), runsOnce: false);
        }
    }

    MemoryPlan Plan(Lowered lowered, bool alias = true) => MemoryPlan.Run(Session.Of(gpu), lowered.Placement, lowered.Kept, alias);

    /// <summary>Whichever intermediate is put where another lies that is needed at the same time, it is found.</summary>
    [Fact]
    public void SharingTooMuchIsSeen()
    {
        using Variable aliasing = new("VKLEARN_ALIAS", "0");
        using Model apart = Models.Record(gpu, "mlp-dropout-adam");
        Tensor[] made = [.. apart.Step.Memory.Lives.Select(life => life.Tensors[0]).Where(tensor => tensor.Leaf is null)];
        int tried = 0;
        foreach (Tensor one in made)
        {
            foreach (Tensor other in made.Where(other => Needed(apart.Step, one).First < Needed(apart.Step, other).First
                && Needed(apart.Step, other).First < Needed(apart.Step, one).Last))
            {
                tried++;
                LastWriters wrong = new(apart.Step, tensor => Address(apart.Step, tensor) == Address(apart.Step, other)
                    ? Address(apart.Step, one) : Address(apart.Step, tensor));
                Assert.True(wrong.FirstDifference(new LastWriters(apart.Step)) is not null, $"{other} lies where {one} is needed");
            }
        }

        Assert.InRange(tried, 10, int.MaxValue);
    }

    static ulong Address(Recording step, Tensor tensor) => step.Memory.Of(tensor).Address;

    static (int First, int Last) Needed(Recording step, Tensor tensor)
    {
        int[] touching = [.. Enumerable.Range(0, step.Commands.Count).Where(i =>
            step.Commands[i].Accesses.Any(access => Address(step, access.Tensor) == Address(step, tensor)))];
        return (touching[0], touching[^1]);
    }

    [Theory, InlineData("mlp-dropout-adam"), InlineData("autoencoder"), InlineData("rbm"), InlineData("deep-50"), InlineData("recurrent"),
        InlineData("adversarial"), InlineData("views"), InlineData("evaluation")]
    public void ThePeakIsWithinATenthOfWhatIsNeededAtOnce(string name)
    {
        using Model model = Models.Record(gpu, name);
        (long bytes, long bound) = Shared(model.Step.Memory, model.Step.Commands.Count);
        Assert.InRange(bytes, bound, bound * 1.1);
        Assert.InRange(model.Step.Bytes, model.Step.LiveSetBound, model.Step.LiveSetBound * 1.1);
    }

    /// <summary>Networks of up to 100 layers of any widths, each with what computing some again makes of it.</summary>
    [Theory, InlineData(3), InlineData(12), InlineData(40), InlineData(100)]
    public void SoItIsOfNetworksOfAnyWidths(int depth)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            System.Random random = new(seed);
            int[] widths = [.. Enumerable.Range(0, depth + 1).Select(_ => random.Next(1, 90))];
            Sequential model = new([.. widths[..^1].Zip(widths[1..], Layer[] (from, to) => [new Dense(from, to), new Gelu()])
                .SelectMany(layer => layer)]) { RecomputeEvery = seed == 0 ? 0 : 2 * random.Next(1, 5) };
            Adam adam = new(1e-3f);
            Lowered lowered = Lower(() =>
            {
                Tensor loss = model.Forward(Tensor.From(new float[70 * widths[0]], [70, widths[0]])).Square().Mean();
                adam.Minimize(loss, of: model);
                return [loss];
            });
            using MemoryPlan plan = Plan(lowered);
            (long bytes, long bound) = Shared(plan, lowered.Placement.Commands.Count);
            Assert.InRange(bytes, bound, bound * 1.1);
        }
    }

    /// <summary>Twice the layers, twice the memory: of a residual layer its output and what it adds to its input, the gradients of its
    /// weights, and, where a walk goes through all layers before those are made, the gradients of both.</summary>
    [Theory, InlineData("dense", 4), InlineData("convolution", 2)]
    public void MemoryGrowsLinearlyWithTheDepth(string kind, int outputsOfALayer)
    {
        const int width = 16, rows = 64;
        long[] bytes = [.. ((int[])[50, 100, 200]).Select(Bytes)];
        long perLayer = (bytes[2] - bytes[1]) / 100, output = sizeof(float) * width * rows, weights = sizeof(float) * (9 * 16 + 16);
        Assert.InRange((bytes[1] - bytes[0]) / 50.0, 0.95 * perLayer, 1.05 * perLayer);
        Assert.InRange(perLayer, output, outputsOfALayer * output + 2 * weights);

        long Bytes(int depth)
        {
            Shape shape = kind == "dense" ? [rows, width] : [rows, 4, 2, 2];
            Layer Linear() => kind == "dense" ? new Dense(width, width) : new Conv2d(4, 4, 3, padding: 1);
            Sequential model = new([.. Enumerable.Range(0, depth).Select(_ => new Residual(reZero: true, Linear(), new Relu()))]);
            Adam adam = new(1e-3f);
            Lowered lowered = Lower(() =>
            {
                Tensor loss = model.Forward(Tensor.From(new float[shape.Count], shape)).Square().Mean();
                adam.Minimize(loss, of: model);
                return [loss];
            });
            using MemoryPlan plan = Plan(lowered);
            return plan.Bytes;
        }
    }

    /// <summary>Bytes that are not pinned, and the most of them needed at once, counted from the lifetimes anew.</summary>
    static (long Bytes, long Bound) Shared(MemoryPlan plan, int commands)
    {
        Lifetime[] pinned = [.. plan.Lives.Where(life => life.IsPinned)], others = [.. plan.Lives.Except(pinned)];
        long bound = Enumerable.Range(0, commands)
            .Max(at => others.Where(life => life.First <= at && at <= life.Last).Sum(life => life.Bytes));
        return (plan.Bytes - pinned.Sum(life => life.Bytes), bound);
    }

    [Fact]
    public void AnElementwiseOutputTakesThePlaceOfAnInputReadLast()
    {
        using Variable fusion = new("VKLEARN_FUSE", "0");
        State x = new("x", [64, 32]);
        using Recording step = gpu.Record(() => ((x.Value + 1f).Tanh() * 2f).Sin().Mean());
        Lifetime chain = Assert.Single(step.Memory.Lives, life => life.Bytes == 64 * 32 * 4);
        Assert.Equal(4, chain.Tensors.Count);
        Assert.Contains("then in its place", step.MemoryMap);
    }

    [Fact]
    public void NotOfOneThatIsReadAgainOrBroadcastOrKept()
    {
        using Variable fusion = new("VKLEARN_FUSE", "0");
        State x = new("x", [32, 32]);
        using Recording step = gpu.Record(() =>
        {
            Tensor again = x.Value + 1f, turned = again.Tanh().Transpose(), seen = (turned + again).Watch("seen");
            return (seen.Sin() + Tensor.From(new float[32], [32, 1])).Mean();
        });
        Assert.DoesNotContain(step.Memory.Lives, life => life.Tensors.Count > 1 && life.Tensors.Contains(step.Watches["seen"]));
        Assert.All(step.Memory.Lives.Where(life => life.IsPinned), life => Assert.Single(life.Tensors));
    }

    [Fact]
    public void OfTwoOutputsEachTakesAPlace()
    {
        State a = new("a", [48, 8]), b = new("b", [48, 8]);
        using Recording step = gpu.Record(() =>
        {
            Tensor x = a.Value.Softmax(), y = b.Value.Softmax();
            Tensor sum = x.Tanh() + y.Sin(), product = sum * x;
            return [sum.Mean(0).Sum(), product.Max(0).Sum()];
        });
        Assert.Equal(2, step.Memory.Lives.Count(life => life.Tensors.Count == 2));
    }

    [Fact]
    public void ATrainedNetworkLiesInOneBuffer()
    {
        using Model model = Models.Record(gpu, "autoencoder");
        Assert.Single(model.Step.Memory.Buffers);
        Assert.Equal(model.Step.Memory.Buffers[0].Bytes, model.Step.Bytes);
    }

    [Fact]
    public void GradientsWithoutGapsShareMemoryAndOthersKeepTheirZeros()
    {
        foreach ((int width, bool hasGaps) in ((int, bool)[])[(16, false), (15, true)])
        {
            Sequential model = new(new Dense(16, width), new Tanh(), new Dense(width, 16));
            Adam adam = new(1e-2f);
            using Recording step = gpu.Record(() =>
            {
                Tensor loss = model.Forward(Tensor.From(new float[64], [4, 16])).Square().Mean();
                adam.Minimize(loss, of: model);
                return loss;
            });
            Lifetime range = Assert.Single(step.Memory.Lives, life => life.Tensors[0].Leaf is RangeLeaf);
            Assert.Equal(hasGaps, range.IsPinned);
        }
    }
}
