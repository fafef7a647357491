using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace VkLearn.Tests.Onnx;

/// <summary>What tests against onnxruntime share: the same op there and here, on the same random numbers.</summary>
public abstract class OnnxTests(GpuFixture fixture) : OpTests(fixture)
{
    private protected void Compare(string op, Func<OnnxModel, string[], string> theirs, Func<Tensor[], Tensor> ours,
        params Input[] inputs) =>
        Compare(op, theirs, ours, training: true, inputs);

    private protected void Compare(string op, Func<OnnxModel, string[], string> theirs, Func<Tensor[], Tensor> ours, bool training,
        params Input[] inputs)
    {
        System.Random random = new(3);
        Array[] values = [.. inputs.Select(input => input.Values(random))];
        using Recording recording = Gpu.Record(() => ours([.. values.Select((value, i) =>
            value is int[] ints ? Tensor.From(ints, inputs[i].Type.Shape) : Tensor.From((float[])value, inputs[i].Type.Shape))]),
            training);
        recording.Replay();
        OnnxModel model = new();
        string[] names = [.. inputs.Select(input => model.Input(input.Type))];
        model.Output(theirs(model, names), recording.Result.Shape);
        float[] expected = Run(model, [.. names.Select((name, i) => Value(name, values[i], inputs[i].Type.Shape))]);
        double error = OpCheck.Error(recording.Result.ToArray(), Array.ConvertAll(expected, x => (double)x), floor: 0.1);
        Assert.True(error < 5e-6, $"{op}: {error:g3} from onnxruntime");
        OpTable.Add($"onnxruntime: {op}", forward: error);
    }

    static NamedOnnxValue Value(string name, Array values, Shape shape) => values is int[] ints
        ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<int>(ints, shape.Sizes))
        : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>((float[])values, shape.Sizes));

    static float[] Run(OnnxModel model, NamedOnnxValue[] inputs)
    {
        using InferenceSession session = new(model.ToBytes());
        using var outputs = session.Run(inputs);
        return [.. outputs[0].AsTensor<float>()];
    }
}
