using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>1 where a equals b, else 0. It has no gradient.</summary>
    public sealed record Equal : Op
    {
        internal override bool IsExact => true;
        internal override uint Opcode(DType type) => Primitives.Opcode.Of(type, Primitives.Opcode.Equal, Primitives.Opcode.EqualInt);

        protected override TensorType[] Infer(TensorType[] inputs) =>
            [Elementwise.Infer(this, inputs)[0] with { Type = DType.Float32 }];

        protected override double[][] Evaluate(
            double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
            Elementwise.Map(inputs, (a, b) => a == b ? 1 : 0);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [null, null];
    }
}

namespace VkLearn
{
    public static class EqualSyntax
    {
        extension(Tensor a)
        {
            /// <summary>1 where a equals b, else 0.</summary>
            public Tensor EqualTo(Tensor b) => Broadcasting.Apply(new Equal(), a, b);
        }
    }
}
