namespace VkLearn.Primitives;

/// <summary>The larger of a and b; NaN if either is. A tie gives its gradient to a.</summary>
public sealed record Max : Op
{
    internal override bool IsExact => true;
    internal override uint Opcode(DType type) => Primitives.Opcode.Of(type, Primitives.Opcode.Max, Primitives.Opcode.MaxInt);

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, Math.Max);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [
            Where.Select(inputs[0] < inputs[1], Tensor.Zeros(inputs[0].Shape), gradients[0]!),
            Where.Select(inputs[0] < inputs[1], gradients[0]!, Tensor.Zeros(inputs[0].Shape)),
        ];
}
