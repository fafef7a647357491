namespace VkLearn.Primitives;

/// <summary>The square root.</summary>
public sealed record Sqrt : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Sqrt;

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, Math.Sqrt);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0]! * 0.5f / outputs[0]];
}
