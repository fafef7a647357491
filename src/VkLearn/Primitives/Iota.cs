namespace VkLearn.Primitives;

/// <summary>Each element's own linear index, as an integer.</summary>
public sealed record Iota(Shape Shape) : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Iota;

    protected override TensorType[] Infer(TensorType[] inputs) => [new(Shape, DType.Int32)];

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
    {
        double[] y = new double[Shape.Count];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = i;
        }

        return [y];
    }

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [];
}
