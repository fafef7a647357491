using VkLearn.Compile;
using VkLearn.Ops;

namespace VkLearn.Ops
{
    /// <summary>
    /// How many labels must be put in, left out or changed (Levenshtein 1966) to make of what a path says what is to be said. Inputs: a
    /// class at each step, Int32 [N, T], of which those that repeat count once, and blanks not at all; labels, Int32 [N, labels], -1
    /// behind the last; if there are lengths, how many steps each path has, Int32 [N]. Outputs: the errors [N], and the path's distances
    /// from all beginnings of the labels [N, labels + 1].
    /// </summary>
    /// <param name="Blank">The class that says nothing.</param>
    public sealed record CtcErrors(int Blank, bool HasLengths = false) : Op
    {
        internal override bool PassesGradients => false;

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            bool fits = inputs.Length == (HasLengths ? 3 : 2) && inputs.All(input => input.Type == DType.Int32)
                && inputs[0].Shape.Rank == 2 && inputs[1].Shape.Rank == 2 && inputs[0].Shape[0] == inputs[1].Shape[0]
                && (!HasLengths || inputs[2].Shape == [inputs[0].Shape[0]]);
            return fits ? [new([inputs[0].Shape[0]], DType.Float32),
                    new([inputs[0].Shape[0], inputs[1].Shape[1] + 1], DType.Float32)]
                : throw new ArgumentException($"{Name}: needs Int32 paths [N, T], labels [N, labels]{(HasLengths ? ", lengths [N]" : "")}, "
                    + $"received {string.Join(", ", inputs)}.");
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) => pass.Dispatch("CtcErrors",
            Groups.Linear(inputs[0].Shape[0], pass.FewLocalSize), pass.FewLocalSize, [("HAS_LENGTHS", HasLengths)], inputs[0], inputs[1],
            HasLengths ? inputs[2] : Arg.Nothing, outputs[0], outputs[1],
            inputs[0].Shape[0], inputs[0].Shape[1], inputs[1].Shape[1], Blank);

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            (int n, int steps, int most) = (inputTypes[0].Shape[0], inputTypes[0].Shape[1], inputTypes[1].Shape[1]);
            (double[] errors, double[] distances) = (new double[n], new double[n * (most + 1)]);
            for (int i = 0; i < n; i++)
            {
                int length = HasLengths ? (int)Math.Clamp(inputs[2][i], 0, steps) : steps;
                double[] labels = inputs[1][(i * most)..((i + 1) * most)];
                int[] row = EditDistance.ToBeginnings(Said(inputs[0][(i * steps)..(i * steps + length)]), labels);
                row.CopyTo(distances, i * (most + 1));
                errors[i] = row[labels.Count(label => label >= 0)];
            }

            return [errors, distances];
        }

        IEnumerable<double> Said(double[] path) => path.Where((one, t) => one != Blank && (t == 0 || path[t - 1] != one));
    }
}

namespace VkLearn
{
    public static class CtcErrorsSyntax
    {
        extension(Tensor path)
        {
            /// <summary>
            /// How many labels must be put in, left out or changed to make of what a path says, Int32 [N, T], what is to be said: [N].
            /// </summary>
            /// <param name="labels">Int32 [N, labels], -1 behind the last.</param>
            /// <param name="blank">The class that says nothing.</param>
            /// <param name="lengths">How many steps each path has, Int32 [N]; by default all.</param>
            public Tensor CtcErrors(Tensor labels, int blank, Tensor? lengths = null) => new CtcErrors(blank, lengths is not null)
                .Apply([path, labels, .. lengths is null ? [] : (Tensor[])[lengths]])[0];
        }
    }
}
