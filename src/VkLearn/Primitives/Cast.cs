using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>Another element type. To integers it truncates toward zero; to bytes it clamps to 0..255 as well.</summary>
    public sealed record Cast(DType To) : Op
    {
        protected internal override bool InPlace => true;

        // A byte is read as a number already; packing bytes writes four elements at a time and has a kernel of its own.
        internal override uint Opcode(DType type) => (type, To) switch
        {
            (_, DType.UInt8) => 0,
            (DType.Int32, DType.Float32) => Primitives.Opcode.ToFloat,
            (DType.Float32 or DType.UInt8, DType.Int32) => Primitives.Opcode.ToInt,
            _ => Primitives.Opcode.Copy,
        };

        protected internal override TensorType[] Infer(TensorType[] inputs) => [inputs[0] with { Type = To }];

        protected internal override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) => To switch
        {
            DType.Int32 => Elementwise.Map(inputs, Math.Truncate),
            DType.UInt8 => Elementwise.Map(inputs, x => x > 0 ? Math.Truncate(Math.Min(x, 255)) : 0),
            _ => inputs,
        };

        protected internal override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            int count = checked((int)inputs[0].Shape.Count);
            pass.Dispatch("PackBytes", Groups.Linear((count + 3) / 4), inputs[0], outputs[0], count, inputs[0].Type == DType.Int32 ? 1 : 0);
        }

        protected internal override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [null];
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
