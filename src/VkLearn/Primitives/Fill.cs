namespace VkLearn.Primitives;

/// <summary>All elements the same. In a fused program it is an immediate.</summary>
/// <param name="Value">A float, or an integer of 32 bits, of which a float would keep 24.</param>
public sealed record Fill(Shape Shape, double Value, DType Type = DType.Float32) : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Copy;

    /// <summary>The value's bits, as the tensor holds them.</summary>
    internal uint Word => Type == DType.Int32 ? (uint)(int)Value : BitConverter.SingleToUInt32Bits((float)Value);

    protected override TensorType[] Infer(TensorType[] inputs) => [new(Shape, Type)];

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
    {
        double[] y = new double[Shape.Count];
        Array.Fill(y, Value);
        return [y];
    }

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [];
}
