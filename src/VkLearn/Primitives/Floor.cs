namespace VkLearn.Primitives;

/// <summary>The largest whole number that is not above x. Its gradient is taken as none.</summary>
public sealed record Floor : Op
{
    internal override bool IsExact => true;
    internal override uint Opcode(DType type) => Primitives.Opcode.Floor;

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, Math.Floor);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [null];
}
