namespace VkLearn.Primitives;

/// <summary>The hyperbolic tangent.</summary>
public sealed record TanhOp : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Tanh;

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, Math.Tanh);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0]! * (1 - outputs[0] * outputs[0])];
}
