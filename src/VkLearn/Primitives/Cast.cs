using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>
    /// Another element type. To integers it truncates toward zero; to bytes it clamps to 0..255 as well; to halves it rounds to the
    /// nearest, ties to even.
    /// </summary>
    public sealed record Cast(DType To) : Op
    {

        // Packed elements are read as numbers already; packing bytes writes a word of four at a time and has a kernel of its own.
        internal override bool IsExact => true;
        internal override uint Opcode(DType type) => (type, To) switch
        {
            (_, DType.UInt8) => 0,
            (DType.Float32, DType.Float16) => Primitives.Opcode.ToHalf,
            (DType.Int32, DType.Float32) => Primitives.Opcode.ToFloat,
            (DType.Float32 or DType.Float16 or DType.UInt8, DType.Int32) => Primitives.Opcode.ToInt,
            _ => Primitives.Opcode.Copy,
        };

        protected override TensorType[] Infer(TensorType[] inputs) =>
            !To.IsPacked() || inputs[0].Type == DType.Float32 || (To == DType.UInt8 && inputs[0].Type == DType.Int32)
                ? [inputs[0] with { Type = To }]
                : throw new ArgumentException($"Cast: {inputs[0]} cannot be packed as {To}; cast it to Float32 first.");

        protected override double[][] Evaluate(
            double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) => To switch
        {
            DType.Int32 => Elementwise.Map(inputs, Math.Truncate),
            DType.Float16 => Elementwise.Map(inputs, x => (double)(Half)x),
            DType.UInt8 => Elementwise.Map(inputs, x => x > 0 ? Math.Truncate(Math.Min(x, 255)) : 0),
            _ => inputs,
        };

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            int count = checked((int)inputs[0].Shape.Count);
            pass.Dispatch("PackBytes", pass.InRounds((count + 3) / 4), inputs[0], outputs[0], count, inputs[0].Type == DType.Int32 ? 1 : 0);
        }

        // The gradient of a half is held in single precision.
        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [IsReal(inputs[0].Type) && IsReal(To) ? gradients[0] : null];

        static bool IsReal(DType type) => type is DType.Float32 or DType.Float16;
    }
}

namespace VkLearn
{
    public static class CastSyntax
    {
        extension(Tensor x)
        {
            /// <summary>This value with another element type.</summary>
            public Tensor Cast(DType to) => x.Type == to ? x : new Cast(to).Apply(x)[0];
        }
    }
}
