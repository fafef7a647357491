namespace VkLearn.Primitives;

/// <summary>a - b. One step where a + b * -1 would be two.</summary>
public sealed record Subtract : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Subtract;

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, (a, b) => a - b);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0], -gradients[0]!];
}
