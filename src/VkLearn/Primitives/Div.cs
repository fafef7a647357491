namespace VkLearn.Primitives;

/// <summary>a / b. Integers truncate, and give 0 where b is 0.</summary>
public sealed record Div : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Of(type, Primitives.Opcode.Div, Primitives.Opcode.DivInt);

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, inputTypes[0].Type == DType.Int32 ? (a, b) => b == 0 ? 0 : Math.Truncate(a / b) : (a, b) => a / b);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0]! / inputs[1], -(gradients[0]! * outputs[0]) / inputs[1]];
}
