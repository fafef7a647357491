using System.Collections.Concurrent;
using VkLearn.Compile;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Random programs: fused they give the same bits as one op at a time, and what the definition gives in float64.</summary>
public sealed class FusionTests(GpuFixture fixture) : OpTests(fixture)
{
    public static TheoryData<int, int> Programs =>
        [.. Enumerable.Range(0, 16).Select(i => new TheoryDataRow<int, int>(i, 3 + i * 27 / 15))];

    [Theory, MemberData(nameof(Programs))]
    public void FusedOrNotTheBitsAreTheSame(int seed, int nodes)
    {
        Input[] inputs = RandomProgram.Inputs(seed);
        Tensor[] Body(Tensor[] x) => new RandomProgram(seed, x).Make(nodes);
        Check("random programs", Body, new Tolerance(Forward: 1e-4, Differentiable: false, Floor: 1), inputs);
        float[][] fused = RunAll(Gpu, Body, inputs);
        using Variable off = new("VKLEARN_FUSE", "0");
        float[][] unfused = RunAll(Gpu, Body, inputs);
        Assert.Equal(Bits(unfused), Bits(fused));
    }

    /// <summary>A guarded device gives each tensor its own memory; elsewhere they share it by when they are needed.</summary>
    [Fact]
    public void SharedMemoryChangesNoBit()
    {
        ConcurrentQueue<GpuMessage> messages = [];
        using GpuDevice plain = GpuDevice.Open(new GpuOptions { Validation = true, Message = messages.Enqueue });
        foreach (int seed in Enumerable.Range(0, 6))
        {
            Input[] inputs = RandomProgram.Inputs(seed);
            Tensor[] Body(Tensor[] x)
            {
                Tensor[] made = new RandomProgram(seed, x).Make(6 + seed);
                return [made[0], .. made[0].Mean().Gradients(x)];
            }

            Assert.Equal(Bits(RunAll(Gpu, Body, inputs)), Bits(RunAll(plain, Body, inputs)));
        }

        Assert.Empty(messages);
    }

    static float[][] RunAll(GpuDevice gpu, Func<Tensor[], Tensor[]> body, Input[] inputs)
    {
        System.Random random = new(7);
        Tensor[] x = [.. inputs.Select(input => Tensor.From((float[])input.Values(random), input.Type.Shape))];
        gpu.Seed(5);
        Session.Of(gpu).Counters.Write(Counters.ClockSlot, 3);
        using Recording recording = gpu.Record(() => body(x));
        recording.Replay(2);
        return [.. recording.Results.Select(result => result.ToArray())];
    }

    static uint[] Bits(float[][] values) => [.. values.SelectMany(tensor => tensor).Select(BitConverter.SingleToUInt32Bits)];

    [Fact]
    public void AChainIsOneDispatch()
    {
        using Recording recording = Gpu.Record(() =>
        {
            Tensor x = Tensor.From(new float[40], [5, 8]);
            return (x.Permute(1, 0).Tanh() * Tensor.From(new float[8], [8, 1]) + 1f).Square().Reshape([40]);
        });
        Assert.Equal(1, recording.Dispatches);
    }
}
