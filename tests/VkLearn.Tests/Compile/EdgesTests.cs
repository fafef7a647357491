using VkLearn.Compile;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Sizes at the edge, of what is more than one op: those of each op by itself are in <see cref="EdgeCheck"/>.</summary>
public sealed class EdgesTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void AProductOverNothingIsZeros() =>
        Assert.Equal(new float[6], Run(x => Tensor.Zeros([2, 0]).MatMul(Tensor.Zeros([0, 3])).Reshape([6])));

    [Fact]
    public void AnEmptyBatchHasGradientsOfZeros()
    {
        Sequential model = new(new Conv2d(1, 2, 3, padding: 1), new Gelu(), new Flatten(), new Dense(2 * 9, 4), new LayerNorm([4]));
        using Recording step = Gpu.Record(() =>
        {
            Tensor answer = model.Forward(Tensor.From(Array.Empty<float>(), [0, 1, 3, 3]));
            return [answer, .. Loss.MeanSquaredError(answer, Tensor.Zeros([0, 4])).Gradients(of: model)];
        });
        step.Replay();
        Assert.Empty(step.Results[0].ToArray());
        Assert.All(step.Results.Skip(1), gradient => Assert.All(gradient.ToArray(), value => Assert.Equal(0, value)));
        Gpu.Memory.CheckGuards();
    }

    [Fact]
    public void WhatIsEmptyIsReturnedAndKept()
    {
        State state = new("nothing", [0, 3]);
        using Recording recording = Gpu.Record(() =>
        {
            state.Assign(Tensor.Ones([0, 3]));
            return state.Value + 1;
        });
        recording.Replay();
        Assert.Empty(recording.Result.ToArray());
        Assert.Empty(state.ToArray());
    }

    [Fact]
    public void MoreRowsThanAGridHasOnAnAxis() => Assert.Equal([2_200_000f],
        Run(x => Tensor.Ones([1_100_000, 1]).MatMul(Tensor.Ones([1, 2])).Sum().Reshape([1])));

    [Theory, InlineData("GemmSubgroup-16x4"), InlineData("GemmSubgroup-16x2"), InlineData("Gemm-32x32"), InlineData("GemmPlain")]
    public void MoreProductsThanAGridHasOnAnAxis(string kernel)
    {
        using Variable choice = new("VKLEARN_GEMM", kernel);
        Assert.Equal([560_000f],
            Run(x => Tensor.Ones([70_000, 2, 2]).MatMul(Tensor.Ones([70_000, 2, 2])).Sum().Reshape([1])));
    }

    [Theory, InlineData(1, 1, 1, 1u, 1u), InlineData(65_535, 1, 1, 65_535u, 1u), InlineData(65_536, 1, 1, 32_768u, 2u),
        InlineData(3, 5, 70_000, 61_765u, 17u), InlineData(0, 4, 1, 0u, 1u)]
    public void GroupsAreLaidOverTheAxesOfADevice(int x, int y, int z, uint across, uint down)
    {
        Assert.Equal((across, down), Groups.Of(x, y, z).Grid);
        Assert.True((long)across * down >= (long)x * y * z);
    }

    [Fact]
    public void MoreThanATensorHoldsIsRefused()
    {
        using IDisposable tracing = Trace.Begin(new Trace()); // so that none of it is ever computed
        Tensor x = Tensor.Ones([50_000, 1]);
        Assert.Contains("Broadcast: [50000, 50000] would have 2,500,000,000 elements, and a tensor has at most 2,147,483,647.",
            Assert.Throws<ArgumentException>(() => x.BroadcastTo([50_000, 50_000])).Message);
        Assert.Contains("MatMul: [50000, 50000] would have", Assert.Throws<ArgumentException>(() => x.MatMul(x.Transpose())).Message);
        Assert.Contains("would have",
            Assert.Throws<ArgumentException>(() => x.BroadcastTo([int.MaxValue, int.MaxValue, 50_000, 1])).Message);
        Assert.Contains("Axis 0 of [2000000000] would have 2,300,000,000 elements",
            Assert.Throws<ArgumentException>(() => Tensor.Ones([2_000_000_000]).Pad(0, 300_000_000, 0)).Message);
    }

    [Fact]
    public void PlansAndParametersTakeSeveralBuffersWhereOneIsTooSmall()
    {
        (float[] Whole, _, _) = Train(largestBuffer: null);
        const long largest = 600_000;
        (float[] cut, IReadOnlyList<long> plan, int homes) = Train(largest);
        Assert.Equal(Whole, cut);
        Assert.True(plan.Count > 1 && homes > 1, $"{plan.Count} buffers of the plan, {homes} of parameters");
        Assert.All(plan, bytes => Assert.InRange(bytes, 1, largest));
    }

    static (float[] Weights, IReadOnlyList<long> Plan, int Homes) Train(long? largestBuffer)
    {
        using VkLearn.Gpu.GpuDevice gpu = VkLearn.Gpu.GpuDevice.Open(new()
        {
            Told = info => info with { Limits = info.Limits with { AllocationBytes = largestBuffer ?? info.Limits.AllocationBytes } },
        });
        gpu.Seed(5);
        Sequential model = new(new Dense(200, 300), new Relu(), new Dense(300, 300), new Tanh(), new Dense(300, 7));
        Adam adam = new(1e-3f);
        using Recording step = gpu.Record(() =>
        {
            Tensor loss = model.Forward(Tensor.Uniform([256, 200])).Square().Mean();
            adam.Minimize(loss, of: model);
            return loss;
        });
        step.Replay(3);
        return ([.. model.Parameters.SelectMany(parameter => parameter.ToArray())], [.. step.Memory.Buffers.Select(b => b.Bytes)],
            model.Parameters.Select(parameter => parameter.Home!.Buffer).Distinct().Count());
    }

    [Fact]
    public void ASnapshotIsReadInPieces()
    {
        Sequential model = new(new Dense(10, 10), new Dense(10, 10));
        using Recording recording = Gpu.Record(() => model.Forward(Tensor.Ones([1, 10])));
        (string, Place)[] places = [.. model.Parameters.Select(parameter => (parameter.Path, (Place)parameter))];
        Assert.Equal([1, 1, 1, 1], VkLearn.Training.Snapshot.Pieces(places, 300).Select(piece => piece.Count));
        Assert.Equal([2, 2], VkLearn.Training.Snapshot.Pieces(places, 500).Select(piece => piece.Count));
        Assert.Equal([4], VkLearn.Training.Snapshot.Pieces(places, 1 << 20).Select(piece => piece.Count));
    }
}
