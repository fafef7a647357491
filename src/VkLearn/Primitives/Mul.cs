namespace VkLearn.Primitives;

/// <summary>a b; integers wrap.</summary>
public sealed record Mul : Op
{
    internal override bool IsExact => true;
    internal override uint Opcode(DType type) => Primitives.Opcode.Of(type, Primitives.Opcode.Mul, Primitives.Opcode.MulInt);

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, inputTypes[0].Type == DType.Int32
            ? static (a, b) => unchecked((int)a * (int)b) // of two large integers a double would lose the last bits
            : static (a, b) => a * b);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0]! * inputs[1], gradients[0]! * inputs[0]];
}
