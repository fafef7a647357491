using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// Where the K greatest of the last axis are, the greatest first, the first of equals, NaN before all: [.., n] to Int32 [.., K]. A long
    /// row is cut into blocks: its K greatest lie in the K blocks that have the greatest maxima, which are found the same way. What is
    /// left stands in runs that are in order; then of each two runs the better half is kept, until one is left.
    /// </summary>
    public sealed record TopK(int K) : Op
    {
        const int LeastRun = 8, MostRun = 32; // a run is put in order by counting, which is dear for long ones

        protected override Tensor[] Define(Tensor[] inputs)
        {
            Shape shape = inputs[0].Shape;
            return shape.Rank > 0 && K >= 1 && K <= shape[^1]
                ? [new ArgSort(Descending: true).Apply(inputs[0])[0].Slice(shape.Rank - 1, 0, K)]
                : throw new ArgumentException($"TopK: needs an axis of {K} elements or more, and K from 1 on; received {shape}.");
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            if (inputs[0].Cols <= Math.Max(LeastRun, K))
            {
                pass.Inline(); // there is one run
                return;
            }

            Best(pass, inputs[0], outputs[0]);
        }

        void Best(Pass pass, Tensor x, Tensor best)
        {
            if (BlockOf(x.Cols) is > 1 and int block)
            {
                OfBlocks(pass, x, block, best);
                return;
            }

            int run = Math.Clamp(K, LeastRun, MostRun);
            Tensor order = Places(x.Rows, x.Cols);
            ArgSort.Sort(pass, x, order, rank: null, descending: true, run, firstRun: run);
            KeepBest(pass, x, order, run, best);
        }

        void OfBlocks(Pass pass, Tensor x, int block, Tensor best)
        {
            int rows = x.Rows, blocks = (x.Cols + block - 1) / block, run = Math.Min(K, block);
            Tensor peaks = new(new TensorType([rows, blocks], x.Type)), chosen = Places(rows, K);
            pass.Dispatch("TopKPeaks", pass.InRounds((long)rows * blocks), x, peaks, rows, x.Cols, block, blocks);
            Best(pass, peaks, chosen);
            Tensor order = K == 1 ? best : Places(rows, K * run);
            pass.Dispatch("TopKBlocks", pass.InRounds((long)rows * K * block), x, chosen, order, rows, x.Cols, K, block, run);
            KeepBest(pass, x, order, run, best);
        }

        void KeepBest(Pass pass, Tensor x, Tensor order, int run, Tensor best)
        {
            while (order.Cols > K)
            {
                int rows = order.Rows, cols = order.Cols, pairs = (cols + 2 * run - 1) / (2 * run);
                // The last round keeps no more than is asked for.
                int most = pairs == 1 ? K : Math.Min(2 * run, Math.Max(run, K));
                int kept = (pairs - 1) * most + Math.Min(most, cols - (pairs - 1) * 2 * run);
                Tensor better = pairs == 1 ? best : Places(rows, kept);
                pass.Dispatch("TopK", pass.InRounds((long)rows * cols), x, order, better, rows, x.Cols, cols, run, kept, most);
                (order, run) = (better, most);
            }
        }

        /// <summary>Such that there are about as many blocks as elements of K of them; 1 where cutting a row is not worth it.</summary>
        int BlockOf(int cols)
        {
            const int longRow = 1024, least = 4, most = 256;
            int block = Math.Min(most, (int)Math.Sqrt(cols / K));
            return cols >= longRow && block >= least ? block : 1;
        }

        static Tensor Places(int rows, int count) => new(new TensorType([rows, count], DType.Int32));

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

                const int longRow = 1024, fewPicked = 8192; // the gradient of each element looks through all that were picked
                (int outer, int size, int inner) = x.Shape.Around(axis);
                if (inner == 1 && size > longRow && k > 0 && outer * k <= fewPicked)
                {
                    return OfLong(x, k, outer, size);
                }

                // The gradient of what is sorted is no sum, as that of what is picked is.
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
