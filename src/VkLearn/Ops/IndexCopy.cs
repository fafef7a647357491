using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// X [rows, ..] with given rows [n, ..] in the places that indices [n] name (PyTorch's index_copy); an index outside is left out. No
    /// two indices inside may be equal. Where nothing else reads x, only the given rows are written.
    /// </summary>
    public sealed record IndexCopy : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            (Tensor x, Tensor given, Tensor index) = (inputs[0], inputs[1], inputs[2]);
            bool fits = x.Shape.Rank > 0 && given.Shape.Rank == x.Shape.Rank && given.Shape == x.Shape.With(0, given.Shape[0])
                && x.Type == given.Type && x.Type is DType.Float32 or DType.Int32
                && index.TensorType == new TensorType([given.Shape[0]], DType.Int32);
            if (!fits)
            {
                throw new ArgumentException("IndexCopy: needs x [rows, ..] and rows for it [n, ..], both Float32 or both Int32, and their "
                    + $"indices, Int32 [n]; received {x.TensorType}, {given.TensorType} and {index.TensorType}.");
            }

            (int rows, int count) = (x.Shape[0], given.Shape[0]);
            if (count == 0)
            {
                return [Keep(x)];
            }

            // For each row which one is given for it, from 1; 0: none.
            Tensor number = Tensor.From([.. Enumerable.Range(1, count).Select(i => (float)i)], [count]).ScatterAdd(index, rows);
            Tensor taken = given.Gather((number - 1).Maximum(0).Cast(DType.Int32));
            Shape column = Shape.Of([rows, .. Enumerable.Repeat(1, x.Shape.Rank - 1)]);
            return [Where.Select((number > 0).Reshape(column), taken, x)];
        }

        static Tensor Keep(Tensor x) => Where.Select(Tensor.Ones(x.Shape), x, x);

        protected override bool ReadsInPlace(int input) => input == 0;

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            (_, int rows, int inner) = inputs[0].Shape.Around(0);
            int count = inputs[1].Shape[0];
            CopyIfElsewhere(pass, inputs[0], outputs[0]);
            pass.Dispatch("IndexCopy", pass.InRounds((long)count * inner), 64, [("COPIES", 0u)],
                Arg.Nothing, inputs[1], inputs[2], outputs[0], rows, inner, count);
        }

        /// <summary>Has y begin as x: what a kernel then changes a part of. It costs next to nothing where y is written in x's place.
        /// </summary>
        internal static void CopyIfElsewhere(Pass pass, Tensor x, Tensor y)
        {
            const int mostGroups = 256;
            long words = x.Shape.Count;
            pass.Dispatch("IndexCopy", Groups.Linear(Math.Clamp((words + 63) / 64, 1, mostGroups), 1), 64, [("COPIES", 1u)],
                x, Arg.Nothing, Arg.Nothing, y, checked((int)words), 1, 0);
        }
    }
}

namespace VkLearn
{
    public static class IndexCopySyntax
    {
        extension(Tensor x)
        {
            /// <summary>This [rows, ..] with given rows [n, ..] in the places that indices [n] name, no two equal; an index outside is left
            /// out.</summary>
            public Tensor IndexCopy(Tensor index, Tensor given) => new IndexCopy().Apply(x, given, index)[0];
        }
    }
}
