namespace VkLearn.Primitives;

/// <summary>The natural logarithm.</summary>
public sealed record Log : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Log;

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, x => Math.Log(x));

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0]! / inputs[0]];
}
