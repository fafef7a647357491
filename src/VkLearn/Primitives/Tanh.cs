namespace VkLearn.Primitives;

/// <summary>The hyperbolic tangent.</summary>
public sealed record Tanh : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Tanh;

    protected internal override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

    protected internal override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, Math.Tanh);

    protected internal override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0]! * (1 - outputs[0] * outputs[0])];
}
