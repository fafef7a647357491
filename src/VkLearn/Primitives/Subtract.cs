namespace VkLearn.Primitives;

/// <summary>a - b; integers wrap. One step where a + b * -1 would be two.</summary>
public sealed record Subtract : Op
{
    internal override bool IsExact => true;
    internal override uint Opcode(DType type) => Primitives.Opcode.Of(type, Primitives.Opcode.Subtract, Primitives.Opcode.SubtractInt);

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, inputTypes[0].Type == DType.Int32 ? (a, b) => Elementwise.Wrapped(a - b) : (a, b) => a - b);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0], -gradients[0]!];
}
