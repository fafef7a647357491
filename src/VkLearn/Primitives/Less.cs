namespace VkLearn.Primitives;

/// <summary>1 where a is less than b, else 0. It has no gradient.</summary>
public sealed record Less : Op
{
    internal override bool IsExact => true;
    internal override uint Opcode(DType type) => Primitives.Opcode.Of(type, Primitives.Opcode.Less, Primitives.Opcode.LessInt);

    protected override TensorType[] Infer(TensorType[] inputs) =>
        [Elementwise.Infer(this, inputs)[0] with { Type = DType.Float32 }];

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, (a, b) => a < b ? 1 : 0);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [null, null];
}
