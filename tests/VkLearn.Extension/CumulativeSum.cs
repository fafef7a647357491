using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Extension;

/// <summary>The running sum along the rows of [rows, cols], from the first element on, or from the last.</summary>
public sealed record CumulativeSum(bool Reversed = false) : Op
{
    protected override Tensor[] Define(Tensor[] inputs)
    {
        int n = inputs[0].Cols;
        Tensor from = new Iota([n]).Apply()[0].Cast(DType.Float32).Reshape([n, 1]), to = from.Reshape([1, n]);
        return [inputs[0].MatMul(Reversed ? 1 - (from < to) : 1 - (to < from))];
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) => pass.Dispatch(
        "CumulativeSum", Groups.Linear(inputs[0].Rows), 64, [("REVERSED", Reversed)],
        inputs[0], outputs[0], inputs[0].Rows, inputs[0].Cols);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [new CumulativeSum(!Reversed).Apply(gradients[0]!)[0]];
}

public static class CumulativeSumSyntax
{
    extension(Tensor x)
    {
        /// <summary>The running sum along the rows of [rows, cols].</summary>
        public Tensor CumulativeSum() => new CumulativeSum().Apply(x)[0];
    }
}
