using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>
    /// How the last axis [.., n] is sorted, the smallest first, or, Descending, the greatest: equal elements stay in their order, and NaN
    /// counts as greater than all (as NumPy and PyTorch have it). Outputs, Int32 as the input: the order, which element is at each place,
    /// and the rank, at which place each element is.
    /// </summary>
    public sealed record ArgSort(bool Descending = false) : Op
    {
        /// <summary>Neighbours that are put in order by counting, before runs are merged two by two.</summary>
        const int FirstRun = 32;

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            TensorType x = Elementwise.Infer(this, inputs, floatsOnly: true)[0];
            return x.Shape.Rank > 0 ? [x with { Type = DType.Int32 }, x with { Type = DType.Int32 }]
                : throw new ArgumentException($"ArgSort: needs an axis to sort, received {x}.");
        }

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            int cols = inputTypes[0].Shape[^1];
            double[] order = new double[inputs[0].Length], rank = new double[inputs[0].Length];
            for (int start = 0; start < order.Length; start += cols)
            {
                double Key(int i) => inputs[0][start + i];
                var nanLast = Comparer<double>.Create((a, b) => double.IsNaN(a) || double.IsNaN(b)
                    ? double.IsNaN(a).CompareTo(double.IsNaN(b)) : a.CompareTo(b));
                IEnumerable<int> all = Enumerable.Range(0, cols);
                int[] sorted = [.. Descending ? all.OrderByDescending(Key, nanLast) : all.OrderBy(Key, nanLast)];
                for (int place = 0; place < cols; place++)
                {
                    order[start + place] = sorted[place];
                    rank[start + sorted[place]] = place;
                }
            }

            return [order, rank];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            Sort(pass, inputs[0], outputs[0], outputs[1], Descending, inputs[0].Cols);

        /// <summary>Sorts runs of a row, each by itself.</summary>
        /// <param name="rank">Null: it is not written.</param>
        /// <param name="run">How long they are at least: doubled from the first on.</param>
        /// <returns>How long they are.</returns>
        internal static int Sort(Pass pass, Tensor x, Tensor order, Tensor? rank, bool descending, int run, int firstRun = FirstRun)
        {
            int rows = x.Rows, cols = x.Cols, longest = firstRun;
            List<Tensor> orders = [];
            for (; longest < run; longest *= 2)
            {
                orders.Add(new Tensor(order.TensorType));
            }

            orders.Add(order);
            for (int i = 0; i < orders.Count; i++)
            {
                bool ranks = i == orders.Count - 1 && rank is not null;
                pass.Dispatch("ArgSort", pass.InRounds(x.Shape.Count), 64,
                    [("DESCENDING", descending), ("MERGES", i > 0), ("RANKS", ranks)],
                    x, i > 0 ? orders[i - 1] : Arg.Nothing, orders[i], ranks ? rank! : Arg.Nothing,
                    rows, cols, i > 0 ? firstRun << (i - 1) : firstRun);
            }

            return longest;
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [null];
    }
}

namespace VkLearn
{
    public static class ArgSortSyntax
    {
        extension(Tensor x)
        {
            /// <summary>
            /// Which element comes at each place where an axis is sorted, Int32 as this; equal ones stay in their order, NaN is greatest.
            /// </summary>
            public Tensor ArgSort(int axis = -1, bool descending = false) => x.Sort(axis, descending).Index;
        }
    }
}
