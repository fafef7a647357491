using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// Connectionist temporal classification (Graves et al. 2006). Inputs: logarithms of the classes' probabilities at each step [N, T,
    /// classes]; what each sequence says, Int32 [N, labels], -1 behind the last, where a label that is no class cannot be said; if there
    /// are lengths, how many steps each has, Int32 [N]. Outputs: the loss, minus the logarithm of the probability that its labels come
    /// out, in order, of any of its alignments: classes that repeat count once, blanks not at all [N]; the probability of each class at
    /// each step if they do, which is minus the loss's gradient [N, T, classes]; and the forward variables [N, T, 2 labels + 1].
    /// </summary>
    /// <param name="Blank">The class that says nothing.</param>
    /// <param name="ZeroInfinity">Whether the loss of labels that no alignment can say, as of too few steps, is 0 and not infinite. It
    /// has no gradient.</param>
    public sealed record Ctc(int Blank, bool HasLengths = false, bool ZeroInfinity = false) : Op
    {
        const float Never = -1e30f; // the logarithm of 0, of which differences are numbers
        const int MostStates = 1024;

        float Impossible => ZeroInfinity ? 0 : float.PositiveInfinity;

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            Shape x = inputs[0].Shape;
            bool fits = inputs.Length == (HasLengths ? 3 : 2) && x.Rank == 3 && inputs[0].Type == DType.Float32
                && inputs[1] is { Type: DType.Int32, Shape: { Rank: 2 } said } && said[0] == x[0]
                && (!HasLengths || inputs[2] == new TensorType([x[0]], DType.Int32)) && Blank >= 0 && Blank < x[2];
            return fits ? [new([x[0]], DType.Float32), inputs[0], new([x[0], x[1], 2 * inputs[1].Shape[1] + 1], DType.Float32)]
                : throw new ArgumentException($"{Name}: needs Float32 [N, T, classes], Int32 labels [N, labels]"
                    + $"{(HasLengths ? ", Int32 lengths [N]" : "")} and a blank among the classes, received "
                    + $"{string.Join(", ", inputs)} and blank {Blank}.");
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            (Tensor x, Tensor labels) = (inputs[0], inputs[1]);
            (int n, int steps, int states) = (x.Shape[0], x.Shape[1], 2 * labels.Shape[1] + 1);
            Tensor emitted = x.MatMul(Said(labels, x.Cols).Transpose()) + Beyond(labels, x.Cols); // [N, T, states]
            Tensor skips = Skips(labels), state = Tensor.From([.. Enumerable.Range(0, states).Select(s => s == 0 ? 0 : Never)], [1, states])
                .BroadcastTo([n, states]);
            Tensor? lengths = HasLengths ? inputs[2].Cast(DType.Float32).Reshape([n, 1]) : null;
            Tensor[] forward = new Tensor[steps];
            for (int t = 0; t < steps; t++)
            {
                Tensor next = LogSum(state, Shifted(state, 1), Where.Select(skips, Shifted(state, 2), Never))
                    + emitted.Slice(1, t, 1).Reshape([n, states]);
                state = forward[t] = lengths is null ? next : Where.Select(t < lengths, next, state);
            }

            Tensor total = Where.Select(Ends(labels), state, Never).LogSumExp(1), isPossible = total > 0.5f * Never;
            Tensor posterior = Differentiation.Of([total], [Tensor.Ones([n])], [x])[0] ?? Tensor.Zeros(x.Shape);
            return [Where.Select(isPossible, -total, Impossible), Where.Select(isPossible.Reshape([n, 1, 1]), posterior, 0f),
                steps > 0 ? Tensor.Stack(1, forward) : Tensor.Zeros([n, 0, states])];
        }

        /// <summary>Which class each state says: a blank, the first label, a blank ... [N, states, classes].</summary>
        Tensor Said(Tensor labels, int classes)
        {
            (int n, int count) = (labels.Shape[0], labels.Shape[1]);
            Tensor blank = Tensor.From([.. Enumerable.Range(0, classes).Select(c => c == Blank ? 1f : 0f)], [1, 1, classes]);
            Tensor behind = 1 - IsThere(labels).Reshape([n, count, 1]); // never come through to the end, and may say anything
            Tensor said = labels.OneHot(classes) + behind * blank, blanks = blank.BroadcastTo([n, count, classes]);
            return Concat.Of(1, Tensor.Stack(2, blanks, said).Reshape([n, 2 * count, classes]), blank.BroadcastTo([n, 1, classes]));
        }

        /// <summary>Never for the state of a label that is no class, else 0 [N, 1, states].</summary>
        static Tensor Beyond(Tensor labels, int classes)
        {
            (int n, int count) = (labels.Shape[0], labels.Shape[1]);
            Tensor beyond = Where.Select(labels.Cast(DType.Float32) > classes - 0.5f, Never, Tensor.Zeros(labels.Shape));
            return Tensor.Stack(2, Tensor.Zeros([n, count]), beyond).Reshape([n, 1, 2 * count]).Pad(2, 0, 1);
        }

        static Tensor IsThere(Tensor labels) => labels.Cast(DType.Float32) > -0.5f;

        /// <summary>Whether a state may follow the last but one: a label that differs from the one before [N, states].</summary>
        static Tensor Skips(Tensor labels)
        {
            (int n, int count) = (labels.Shape[0], labels.Shape[1]);
            if (count < 2)
            {
                return Tensor.Zeros([n, 2 * count + 1]);
            }

            Tensor number = labels.Cast(DType.Float32);
            Tensor differs = number.Slice(1, 1, count - 1).NotEqualTo(number.Slice(1, 0, count - 1)).Pad(1, 1, 0);
            return Tensor.Stack(2, Tensor.Zeros([n, count]), differs).Reshape([n, 2 * count]).Pad(1, 0, 1);
        }

        /// <summary>The last label's state and the blank behind it [N, states].</summary>
        static Tensor Ends(Tensor labels)
        {
            (int n, int states) = (labels.Shape[0], 2 * labels.Shape[1] + 1);
            Tensor last = 2 * IsThere(labels).Sum(1, keepAxis: true);
            Tensor place = Tensor.From([.. Enumerable.Range(0, states).Select(s => (float)s)], [1, states]);
            return (place > last - 1.5f) * (place < last + 0.5f);
        }

        /// <summary>Each state's number as that of one further on.</summary>
        static Tensor Shifted(Tensor state, int by) => state.Cols <= by ? state * 0 + Never
            : state.Slice(1, 0, state.Cols - by).Pad(1, by, 0, Never);

        static Tensor LogSum(Tensor a, Tensor b, Tensor c)
        {
            Tensor most = a.Maximum(b).Maximum(c).Detach();
            return ((a - most).Exp() + (b - most).Exp() + (c - most).Exp()).Log() + most;
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            Shape x = inputs[0].Shape;
            int labels = inputs[1].Shape[1];
            if (2 * labels + 1 > MostStates)
            {
                pass.Inline();
                return;
            }

            pass.Dispatch("Ctc", Groups.Linear(x[0], 1), pass.RowLocalSize, [("HAS_LENGTHS", HasLengths)], inputs[0], inputs[1],
                HasLengths ? inputs[2] : Arg.Nothing, outputs[0], outputs[1], outputs[2], x[0], x[1], x[2], labels, Blank, Impossible);
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            gradients is [{ } toLoss, null, null]
                ? [-toLoss.Reshape([toLoss.Shape[0], 1, 1]) * outputs[1], .. new Tensor?[inputs.Length - 1]]
                : base.Backward(inputs, outputs, gradients);
    }
}

namespace VkLearn
{
    public static class CtcSyntax
    {
        extension(Tensor logProbabilities)
        {
            /// <summary>
            /// Connectionist temporal classification (Graves et al. 2006) of [N, T, classes]: each sequence's loss [N], and how probable
            /// each class is at each step if the labels are what it says [N, T, classes].
            /// </summary>
            /// <param name="labels">Int32 [N, labels], -1 behind the last.</param>
            /// <param name="lengths">How many steps each sequence has, Int32 [N]; by default all.</param>
            /// <param name="blank">The class that says nothing; by default the last.</param>
            /// <param name="zeroInfinity">Whether a loss that would be infinite is 0; either way it has no gradient.</param>
            /// <exception cref="ArgumentException">The shapes do not fit, or the blank is no class.</exception>
            public (Tensor Loss, Tensor Posterior) Ctc(Tensor labels, Tensor? lengths = null, int? blank = null, bool zeroInfinity = false)
            {
                Ctc op = new(blank ?? logProbabilities.Cols - 1, lengths is not null, zeroInfinity);
                Tensor[] made = op.Apply([logProbabilities, labels, .. lengths is null ? [] : (Tensor[])[lengths]]);
                return (made[0], made[1]);
            }
        }
    }
}
