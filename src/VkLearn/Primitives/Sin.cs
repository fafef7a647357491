namespace VkLearn.Primitives;

/// <summary>The sine of x, in radians.</summary>
public sealed record Sin : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Sin;

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, Math.Sin);

    // cos(x) = 1 - 2 sin(x/2)²: sin(x + pi/2) would carry the rounding of x + pi/2, which grows with x.
    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0]! * ((inputs[0] * 0.5f).Sin().Square() * -2f + 1f)];
}
