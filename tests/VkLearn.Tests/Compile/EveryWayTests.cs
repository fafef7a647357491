using VkLearn.Compile;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>
/// Random programs with random numbers, fills and constants in them mean the same however they are run: recorded or op by op as they come,
/// fused or not, with memory shared or apart, in halves too.
/// </summary>
[Collection("gpu")]
public sealed class EveryWayTests(GpuFixture fixture, PlainGpu plain)
{
    [Fact]
    public void TheBitsAreTheSame()
    {
        const int some = 12;
        for (int seed = some * Stress.From; seed < some * (Stress.From + Stress.Times); seed++)
        {
            int nodes = 4 + seed % 13;
            uint[] recorded = Recorded(plain.Gpu, seed, nodes);
            Same(recorded, Recorded(fixture.Gpu, seed, nodes), "guarded", seed);
            Same(recorded, Eager(plain.Gpu, seed, nodes), "eager", seed);
            uint[] halves = Recorded(plain.Gpu, seed, nodes, Precision.Float16);
            using Variable off = new("VKLEARN_FUSE", "0");
            Same(recorded, Recorded(plain.Gpu, seed, nodes), "unfused", seed);
            Same(halves, Recorded(plain.Gpu, seed, nodes, Precision.Float16), "unfused halves", seed);
        }
    }

    /// <summary>A constant's function has the same bits whether a kernel finds the constant in its program or in memory.</summary>
    [Fact]
    public void WhatWasReadBeforeChangesNothing()
    {
        Tensor constant = Tensor.Full([3], 0.35f);
        _ = constant.ToArray(plain.Gpu); // which puts it in memory
        Assert.Equal(Bits([Of(Tensor.Full([3], 0.35f))], plain.Gpu), Bits([Of(constant)], plain.Gpu));

        static Tensor Of(Tensor x) => Tensor.Concat(0, x.Gelu().Tanh(), x.Exp(), x.Log(), x.Sin(), x.Sqrt(), x / 3f, x.Sigmoid(), x.Erf());
    }

    static void Same(uint[] expected, uint[] actual, string way, int seed) =>
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"Program {seed}, {way}: other bits.");

    static uint[] Recorded(GpuDevice gpu, int seed, int nodes, Precision precision = Precision.Float32)
    {
        Tensor[] x = Begin(gpu, seed);
        using Recording recording = gpu.Record(() => new RandomProgram(seed, x).Make(nodes), precision: precision);
        recording.Replay();
        return Bits(recording.Results, gpu);
    }

    static uint[] Eager(GpuDevice gpu, int seed, int nodes)
    {
        Tensor[] x = Begin(gpu, seed);
        return Bits(new RandomProgram(seed, x).Make(nodes), gpu);
    }

    /// <summary>The inputs; random numbers begin at the same place.</summary>
    static Tensor[] Begin(GpuDevice gpu, int seed)
    {
        LooseTrace.FlushQueued();
        gpu.Seed(5);
        Session.Of(gpu).Counters.Write(Counters.ClockSlot, 3);
        System.Random random = new(7);
        return [.. RandomProgram.Inputs(seed).Select(input => Tensor.From((float[])input.Values(random), input.Type.Shape))];
    }

    static uint[] Bits(IReadOnlyList<Tensor> results, GpuDevice gpu) =>
        [.. results.SelectMany(result => result.ToArray(gpu)).Select(BitConverter.SingleToUInt32Bits)];
}
