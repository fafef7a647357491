using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Half precision is rounding where the graph says so, by whatever kernel, however fused and whatever is watched.</summary>
[Collection("gpu")]
public sealed class HalvesTests(GpuFixture fixture, PlainGpu plain)
{
    const int Steps = 20;

    readonly GpuDevice gpu = fixture.Gpu;

    public static TheoryData<string, int, int, int> Products =>
    [
        .. from kernel in (string[])["GemmSubgroup-16x4", "GemmSubgroup-16x2", "Gemm-32x32x4", "GemmPlain"]
           from size in ((int, int, int)[])[(2, 2, 2), (6, 34, 10), (34, 8, 20), (64, 66, 130)]
           select new TheoryDataRow<string, int, int, int>(kernel, size.Item1, size.Item2, size.Item3),
    ];

    /// <summary>Both operands and the result in all transpositions, against the same rounding said by casts.</summary>
    [Theory, MemberData(nameof(Products))]
    public void AProductOfHalvesIsThatOfRoundedNumbers(string kernel, int m, int n, int k)
    {
        using Variable choice = new("VKLEARN_GEMM", kernel);
        foreach ((bool a, bool b) in ((bool, bool)[])[(false, false), (false, true), (true, false), (true, true)])
        {
            float[] left = Numbers(m * k, 1), right = Numbers(k * n, 2), next = Numbers(n * 4, 3);
            Tensor Body(Func<Tensor, Tensor> round)
            {
                Tensor x = round(Tensor.From(left, a ? [k, m] : [m, k]).Tanh()), y = round(Tensor.From(right, b ? [n, k] : [k, n]).Tanh());
                return round((a ? x.Transpose() : x).MatMul(b ? y.Transpose() : y).Sigmoid()).MatMul(Tensor.From(next, [n, 4]));
            }

            using Recording said = gpu.Record(() => Body(x => x.Cast(DType.Float16).Cast(DType.Float32)));
            using Recording halves = gpu.Record(() => Body(x => x), precision: Precision.Float16);
            said.Replay();
            halves.Replay();
            Assert.Contains("in halves", halves.Plan);
            Assert.Equal(said.Result.ToArray(), halves.Result.ToArray());
        }
    }

    [Fact]
    public void TrainingHasTheSameBitsHoweverItIsCompiledAndWatched()
    {
        float[] usual = Train(plain.Gpu, Precision.Float16), single = Train(plain.Gpu, Precision.Float32);
        Assert.Equal(usual, Train(gpu, Precision.Float16));
        Assert.Equal(usual, Train(plain.Gpu, Precision.Float16, "layers.1:output", "layers.3:output", "layers.2.weight:gradient"));
        foreach (string off in (string[])["VKLEARN_FUSE", "VKLEARN_ALIAS"])
        {
            using Variable switched = new(off, "0");
            Assert.Equal(usual, Train(plain.Gpu, Precision.Float16));
        }

        Assert.NotEqual(single, usual);
        Assert.All(single.Zip(usual), pair => Assert.Equal(pair.First, pair.Second, 0.03f));
    }

    [Fact]
    public void StoredActivationsTakeHalfTheBytes()
    {
        long Bytes(Precision precision)
        {
            Sequential model = new([.. Enumerable.Range(0, 12).SelectMany(_ => (Layer[])[new Dense(256, 256), new Tanh()])]);
            using Recording step = plain.Gpu.Record(() =>
                model.Forward(Tensor.From(Numbers(512 * 256, 1), [512, 256])).Square().Mean().Gradients(model), precision: precision);
            return step.Bytes - (12 * 257 + 512) * 256 * sizeof(float); // without gradients and input
        }

        Assert.InRange(Bytes(Precision.Float16), 1, Bytes(Precision.Float32) * 0.65);
    }

    [Fact]
    public void RowsOfOddLengthStayInSinglePrecision()
    {
        using Recording odd = gpu.Record(() => Tensor.From(Numbers(4 * 7, 1), [4, 7]).Tanh().MatMul(Tensor.From(Numbers(7 * 3, 2), [7, 3])),
            precision: Precision.Float16);
        Assert.DoesNotContain("in halves", odd.Plan);
    }

    static float[] Train(GpuDevice gpu, Precision precision, params string[] watch)
    {
        Models.Restart(gpu, 5);
        Sequential model = new(new Dense(12, 20), new Relu(), new Dense(20, 10), new Gelu(), new Dropout(0.2f), new Dense(10, 5));
        var points = Models.Points();
        Adam adam = new(1e-2f);
        using Recording step = gpu.Record(() =>
        {
            (Tensor x, Tensor label) = points.NextBatch(16);
            Tensor loss = Loss.SoftmaxCrossEntropy(model.Forward(x), label);
            adam.Minimize(loss, of: model);
            return loss;
        }, watch: watch, precision: precision);
        step.Replay(Steps);
        return [.. model.Parameters.SelectMany(parameter => parameter.ToArray())];
    }

    static float[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }
}
