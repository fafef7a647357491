namespace VkLearn.Primitives;

/// <summary>e to the power of x.</summary>
public sealed record Exp : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Exp;

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, Math.Exp);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0]! * outputs[0]];
}
