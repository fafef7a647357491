using System.Numerics;
using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// Where the K greatest of the last axis are, the greatest first, the first of equals, NaN before all: [.., n] to Int32 [.., K]. Runs
    /// of K or more are sorted; then of each two runs the better half is kept, until one is left.
    /// </summary>
    public sealed record TopK(int K) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Shape shape = inputs[0].Shape;
            return shape.Rank > 0 && K >= 1 && K <= shape[^1]
                ? [new ArgSort(Descending: true).Apply(inputs[0])[0].Slice(shape.Rank - 1, 0, K)]
                : throw new ArgumentException($"TopK: needs an axis of {K} elements or more, and K from 1 on; received {shape}.");
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            (Tensor x, int rows, int cols) = (inputs[0], inputs[0].Rows, inputs[0].Cols);
            const int leastRun = 8, firstRun = 32; // a run is put in order by counting, which is dear for long ones
            int run = Math.Max(leastRun, (int)BitOperations.RoundUpToPowerOf2((uint)K));
            if (cols <= run)
            {
                pass.Inline(); // there is one run
                return;
            }

            Tensor order = new(new TensorType([rows, cols], DType.Int32));
            ArgSort.Sort(pass, x, order, rank: null, descending: true, run, Math.Min(run, firstRun));
            while (cols > run)
            {
                // The last round keeps no more than is asked for.
                int most = cols <= 2 * run ? K : run, pairs = (cols + 2 * run - 1) / (2 * run);
                int kept = (pairs - 1) * most + Math.Min(most, cols - (pairs - 1) * 2 * run);
                Tensor better = pairs == 1 ? outputs[0] : new Tensor(new TensorType([rows, kept], DType.Int32));
                pass.Dispatch("TopK", pass.InRounds((long)rows * cols), x, order, better, rows, x.Cols, cols, run, kept, most);
                (order, cols) = (better, kept);
            }
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [null];
    }
}

namespace VkLearn
{
    public static class TopKSyntax
    {
        extension(Tensor x)
        {
            /// <summary>
            /// The k greatest of an axis, the greatest first, and where each was; the first of equals, NaN before all. The gradient goes to
            /// where they came from.
            /// </summary>
            /// <exception cref="ArgumentException">K is not from 0 to the axis' size.</exception>
            public Sorted TopK(int k, int axis = -1)
            {
                axis = x.Shape.Axis(axis, "TopK");
                if (k < 0 || k > x.Shape[axis])
                {
                    throw new ArgumentException(
                        $"TopK: k must be from 0 to {x.Shape[axis]}, which is axis {axis} of {x.Shape}, received {k}.");
                }

                const int longRow = 1024, fewRows = 64;
                (int outer, int size, int inner) = x.Shape.Around(axis);
                if (inner == 1 && outer <= fewRows && size > longRow && k > 0)
                {
                    return OfLong(x, k, outer, size);
                }

                // Of many short rows the gradient is no sum, as that of what is picked is.
                Sorted all = x.Sort(axis, descending: true);
                return new(all.Values.Slice(axis, 0, k), all.Index.Slice(axis, 0, k));
            }
        }

        static Sorted OfLong(Tensor x, int k, int rows, int cols)
        {
            Shape made = x.Shape.With(x.Shape.Rank - 1, k);
            Tensor index = new TopK(k).Apply(x.Reshape([rows, cols]))[0];
            Tensor starts = Tensor.From([.. Enumerable.Range(0, rows).Select(row => row * cols)], [rows, 1]);
            Tensor values = x.Reshape([rows * cols]).Gather((index + starts).Reshape([rows * k]));
            return new(values.Reshape(made), index.Reshape(made));
        }
    }
}
