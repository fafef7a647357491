using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>A small network's answer to one input is one dispatch, and has the bits of one a layer.</summary>
[Collection("gpu")]
public sealed class RowChainTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    string Kernel => gpu.Info is { HasInt64: true, SubgroupSize: >= 4 and <= 16 } ? "RowChainPairs.comp" : "RowChain.comp";

    public static TheoryData<int[], string> Networks => new()
    {
        { [1, 1, 1], "tanh" }, { [7, 33, 5], "relu" }, { [784, 128, 10], "relu" }, { [33, 7, 64, 3], "gelu" },
        { [1024, 65, 17, 1], "tanh" }, { [20, 20, 20, 20], "sigmoid everywhere" }, { [9, 31, 2], "no bias" },
    };

    [Theory, MemberData(nameof(Networks))]
    public void HasTheBitsOfADispatchALayer(int[] widths, string kind)
    {
        CheckBits(widths, kind, Kernel);
        using Variable asked = new("VKLEARN_GEMM", "GemmRow");
        CheckBits(widths, kind, "RowChain.comp");
    }

    void CheckBits(int[] widths, string kind, string kernel)
    {
        Sequential model = Network(widths, kind);
        float[] input = [.. Enumerable.Range(0, widths[0]).Select(i => MathF.Cos(i * 1.7f))];
        using Recording chained = Record(model, input);
        Assert.Equal([kernel], Kernels(chained));
        float[] expected;
        using (new Variable("VKLEARN_FUSE", "0"))
        {
            using Recording separate = Record(model, input);
            Assert.DoesNotContain(kernel, Kernels(separate));
            expected = Run(separate);
        }

        Assert.Equal(expected, Run(chained));
        Assert.Contains(expected, value => value != 0);
    }

    [Fact]
    public void WhatIsWatchedOnTheWayIsStoredAndChangesNothing()
    {
        Sequential model = Network([12, 20, 30, 4], "relu");
        float[] input = [.. Enumerable.Range(0, 12).Select(i => MathF.Cos(i))];
        using Recording plain = Record(model, input), watched = Record(model, input, "layers.1:output", "layers.3:output");
        Assert.Equal([Kernel], Kernels(watched));
        Assert.Equal(Run(plain), Run(watched));
        float[] hidden = watched.Watches["layers.3:output"].ToArray();
        using Recording head = gpu.Record(() => model.Children[4].Forward(Tensor.From(hidden, [1, 30])), training: false);
        Assert.Equal(Run(plain), Run(head));
        Assert.Contains(watched.Watches["layers.1:output"].ToArray(), value => value > 0);
    }

    [Fact]
    public void LongerNetworksTakeAnotherDispatchForEachThreeLayers()
    {
        using Recording deep = Record(Network([8, 9, 10, 11, 12, 13], "relu"), new float[8]);
        Assert.Equal([Kernel, Kernel], Kernels(deep));
    }

    [Theory, InlineData(1025, 8), InlineData(1024, 1024)]
    public void LargeLayersKeepTheWholeDevice(int inFeatures, int hidden)
    {
        using Recording large = Record(Network([inFeatures, hidden, 3], "relu"), new float[inFeatures]);
        Assert.DoesNotContain(Kernel, Kernels(large));
    }

    [Fact]
    public void RandomNumbersAreDrawnByThoseThatCan()
    {
        Sequential model = new(new Dense(8, 8), new Dropout(0.5f), new Dense(8, 4));
        using Recording training = gpu.Record(() => model.Forward(Tensor.From(new float[8], [1, 8])));
        Assert.DoesNotContain(Kernel, Kernels(training));
    }

    static Sequential Network(int[] widths, string kind)
    {
        Layer Activation() => kind switch
        {
            "gelu" => new Gelu(),
            "tanh" => new Tanh(),
            "relu" or "no bias" => new Relu(),
            _ => new Sigmoid(),
        };
        Layer[] layers = [.. widths[..^1].Zip(widths[1..]).SelectMany(IEnumerable<Layer> (width) =>
            [new Dense(width.First, width.Second, bias: kind != "no bias"), Activation()])];
        return new(kind == "sigmoid everywhere" ? layers : layers[..^1]);
    }

    Recording Record(Layer model, float[] input, params string[] watch) =>
        gpu.Record(() => model.Forward(Tensor.From(input, [1, input.Length])), training: false, watch: watch);

    static float[] Run(Recording recording)
    {
        recording.Replay();
        return recording.Result.ToArray();
    }

    static string[] Kernels(Recording recording) => [.. recording.Commands.OfType<KernelCommand>().Select(kernel => kernel.Code.Name)];
}
