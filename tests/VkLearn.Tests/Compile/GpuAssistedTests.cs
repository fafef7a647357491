using System.Buffers.Binary;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Losses;
using VkLearn.Ops;
using VkLearn.Primitives;
using VkLearn.Tests.Gpu;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>
/// One pass over every kernel with shaders that the validation layer instruments: it knows the bounds of each VkBuffer, and reports an
/// address outside all of them. Tiles of matrix products and convolutions are left out, and with them all that reads by 64-bit integers,
/// which are hidden, and Conv2dPack, which makes what they read: llvmpipe takes three minutes to compile one so instrumented.
/// </summary>
[Collection("gpu")]
public sealed class GpuAssistedTests : IDisposable
{
    readonly List<GpuMessage> messages = [];
    readonly GpuDevice gpu;
    readonly HashSet<string> dispatched = [];

    public GpuAssistedTests(GpuFixture fixture)
    {
        Assert.SkipUnless(fixture.Gpu.Info.HasInt64, "The validation layer checks addresses by 64-bit integers, which this device lacks.");
        gpu = GpuDevice.Open(new GpuOptions { GpuAssisted = true, HideFeature = "shaderInt64", Message = messages.Add });
    }

    public void Dispose() => gpu.Dispose();

    [Fact]
    public void NoKernelReadsOrWritesOutsideEveryBuffer()
    {
        Run(new Model(gpu.Record(EveryOp)));
        foreach (string name in (string[])["mlp-watched", "mlp-sgd-momentum", "inference-b1", "evaluation", "gather-scatter", "deep-50",
            "norms", "sequences"])
        {
            Run(Models.Record(gpu, name));
        }

        gpu.Dispose();
        Assert.Empty(messages);
        Assert.Equal(
            [
                "Conv2d.comp", "Conv2dPack.comp", "Conv2dSubgroup.comp", "Conv2dWeightSubgroup.comp", "GatherRowsPairs.comp",
                "Gemm.comp", "GemmRowPairs.comp", "GemmSubgroup.comp", "GruBackwardSubgroup.comp", "GruSubgroup.comp",
                "LstmBackwardSubgroup.comp", "LstmSubgroup.comp", "RnnBackwardSubgroup.comp", "RnnSubgroup.comp", "RowChainPairs.comp",
                "TreeLstmBackwardSubgroup.comp", "TreeLstmSubgroup.comp", "TreeRnnBackwardSubgroup.comp", "TreeRnnSubgroup.comp",
                "TreeWeightSubgroup.comp", "WalkSubgroup.comp",
            ],
            typeof(Pass).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".comp", StringComparison.Ordinal))
                .Except(dispatched).Order());
    }

    void Run(Model model)
    {
        using (model)
        {
            model.Step.Replay();
            Assert.DoesNotContain(model.Values, float.IsNaN);
            dispatched.UnionWith(model.Step.Commands.OfType<KernelCommand>().Select(kernel => kernel.Code.Name));
        }
    }

    /// <summary>What the models do not have, forward and backward, at sizes that no workgroup divides.</summary>
    static Tensor[] EveryOp()
    {
        Tensor x = Tensor.From([.. Enumerable.Range(0, 7 * 33).Select(i => MathF.Sin(i))], [7, 33]), positive = x.Square() + 0.5f;
        Tensor y = x.Exp() + positive.Log() + positive.Sqrt() * x.Sin() - x.Tanh() / positive + x.Erf().Maximum(x.Floor());
        y += x.Gelu() + x.Silu() + x.LeakyRelu() + x.Sigmoid() + Where.Select(x < 0f, x, positive);
        y = new Pad(1, 2, 3).Apply(Concat.Of(1, y, x.Slice(1, 3, 20)))[0].Transpose();
        Tensor loss = y.Softmax().Max(0).Sum() + y.LogSoftmax().Mean() + Loss.BinaryCrossEntropyWithLogits(y, y.Sigmoid().Detach())
            + x.MatMul(y.Slice(0, 0, 33)).Sum(0).Mean() + x.Slice(0, 0, 1).MatMul(y.Slice(0, 0, 33)).Square().Mean();
        Tensor packed = x.Cast(DType.UInt8).Cast(DType.Float32) + x.Cast(DType.Float16).Cast(DType.Float32);
        Tensor few = x.Reshape([7, 1, 3, 11]).Conv2d(Tensor.Ones([2, 1, 2, 3]) * x.Mean(), stride: 2, padding: 1); // go without tiles
        loss += few.Square().Mean() + x.Sort().Values.Square().Mean() + x.CumSum(0).Square().Mean() + x.CumSum(1).Square().Mean();
        Tensor moved = new Augmentation(2, true, 20, 5, 2).Apply(x.Reshape([7, 1, 3, 11]));
        Tensor most = Tensor.From([.. Enumerable.Range(0, 3001).Select(i => MathF.Sin(i))], [1, 3001]).TopK(5).Values;
        Tensor copied = x.IndexCopy(Tensor.From([5, -1, 2], [3]), x.Slice(0, 1, 3));
        Tensor labels = Tensor.From([2, 2, 5, -1, 1, 0, -1, -1], [2, 4]), path = y.Slice(0, 0, 14).LogSoftmax().Reshape([2, 7, 7]);
        Tensor said = path.ArgMax(-1).CtcErrors(labels, 6);
        loss += path.Ctc(labels).Loss.Sum();
        loss += x.Gather(Tensor.From([1, 0], [2])).Mean() + x.Gather(Tensor.From([1, 0], [2]), axis: 1).Mean();
        return [loss, packed, moved, x.ArgMax(1), most, copied, said, Windows(), .. Machine(), .. loss.Gradients(x), .. Trees()];
    }

    /// <summary>Two windows of a stream, at random places.</summary>
    static Tensor Windows()
    {
        Column stream = new("stream", [1, 2, 3, 4, 5, 6, 7], [], new Meaning.Quantity());
        return Dataset.Of("windows", stream, "next", StreamWindows.OfNext(3)).NextBatch(2)["next"];
    }

    /// <summary>Three points of two classes.</summary>
    static Tensor[] Machine() => new Smo(2, 1e-3f, 10).Apply(
        Tensor.Zeros([1, 3]), Tensor.Zeros([1, 3]), Tensor.From([0, 1, 3], [3]), Tensor.From([0, 1, 2], [3]), Tensor.From([2f], [1]),
        Tensor.Full([], 10), Tensor.From([1f, 0.25f, 0.5f, 0.25f, 1, 0.5f, 0.5f, 0.5f, 1], [3, 3]));

    /// <summary>A tree of three words, and one of two.</summary>
    static Tensor[] Trees()
    {
        Tensor children = Tensor.From([0, 1, 3, 2, -1, -1, 0, 1], [2, 2, 2]), bias = Tensor.Zeros([5 * 7]);
        Tensor words = Tensor.From([.. Enumerable.Range(0, 2 * 3 * 7).Select(i => MathF.Sin(i))], [2, 3, 7]);
        Tensor weight = Tensor.Full([14, 7], 0.1f), tensor = Tensor.Full([14, 14, 7], 0.01f), gates = Tensor.Full([14, 5 * 7], 0.1f);
        Tensor sum = words.TreeRnn(children, weight, Tensor.Zeros([7]), tensor).Sum() + words.TreeLstm(words, children, gates, bias).Sum();
        return [sum, .. sum.Gradients(words, weight, tensor, gates)];
    }

    [Fact]
    public void AnAddressOutsideIsReported()
    {
        using Affine affine = new(gpu, 64);
        byte[] arguments = affine.Arguments();
        BinaryPrimitives.WriteInt32LittleEndian(arguments.AsSpan(28), 256 << 20); // elements: a gigabyte beyond x
        using CommandRecorder recorder = gpu.BeginRecording("outside");
        recorder.Dispatch(affine.Kernel, arguments, affine.Groups);
        using CommandList list = recorder.End();
        gpu.Timeline.Submit(list);
        gpu.WaitIdle();
        Assert.Contains(messages, message => message.Text.Contains("out of bounds", StringComparison.OrdinalIgnoreCase));
    }
}
