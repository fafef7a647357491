namespace VkLearn.Primitives;

/// <summary>The sine of x, in radians.</summary>
public sealed record Sin : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Sin;

    protected internal override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

    protected internal override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, Math.Sin);

    protected internal override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0]! * (inputs[0] + MathF.PI / 2).Sin()];
}
