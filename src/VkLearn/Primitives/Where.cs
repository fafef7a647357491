namespace VkLearn.Primitives;

/// <summary>a where the condition is not 0, else b.</summary>
public sealed record Where : Op
{
    internal override bool IsExact => true;
    internal override uint Opcode(DType type) => Primitives.Opcode.Where;

    protected override TensorType[] Infer(TensorType[] inputs)
    {
        TensorType chosen = Elementwise.Infer(this, inputs[1..])[0];
        return inputs[0] == chosen with { Type = DType.Float32 }
            ? [chosen]
            : throw new ArgumentException($"Where: the condition must be Float32 of shape {chosen.Shape}, received {inputs[0]}.");
    }

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, (condition, a, b) => condition != 0 ? a : b);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
    {
        Tensor zero = Tensor.Zeros(outputs[0].Shape);
        return [null, Select(inputs[0], gradients[0]!, zero), Select(inputs[0], zero, gradients[0]!)];
    }

    /// <summary>a where the condition is not 0, else b; all are broadcast to one shape.</summary>
    public static Tensor Select(Tensor condition, Tensor a, Tensor b) => Broadcasting.Apply(new Where(), condition, a, b);
}
