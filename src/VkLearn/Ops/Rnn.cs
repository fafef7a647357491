using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// h = f(x + h U) at each step, f the hyperbolic tangent or max(0, .) (Elman 1990). Inputs: x [N, T, units], the input's product with
    /// its weight, and the biases; U [units, units]; if there is a state, h before the first step [N, units]; if there are lengths, those.
    /// Outputs: h after each step [N, T, units], and after the last [N, units].
    /// </summary>
    /// <param name="Recurrence">The way over the steps.</param>
    /// <param name="IsRelu">Whether f is max(0, .).</param>
    public sealed record RnnOp(Recurrence Recurrence, bool IsRelu = false) : Op
    {
        RecurrentInputs Inputs => new(this, gates: 1, ("x", Extent.Gates, true), ("weight", Extent.Matrix, true),
            ("h0", Extent.OneStep, Recurrence.HasState), ("lengths", Extent.Lengths, Recurrence.HasLengths));

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            RecurrentSizes sizes = Inputs.Sizes(inputs);
            return [sizes.Of(Extent.AllSteps), sizes.Of(Extent.OneStep)];
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            RecurrentInputs by = Inputs;
            Unrolled loop = new(Recurrence, by.Sizes(inputs), by.Find(inputs, "lengths"));
            Tensor[] x = loop.Steps(inputs[0]), all = new Tensor[x.Length];
            Tensor h = by.Find(inputs, "h0") ?? loop.Zeros;
            foreach (int t in loop.Order)
            {
                Tensor sum = x[t] + h.MatMul(inputs[1]), next = IsRelu ? sum.Relu() : sum.Tanh();
                all[t] = loop.Within(t, next);
                h = loop.Carried(t, next, h);
            }

            return [Unrolled.Stack(all), h];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            RecurrentInputs by = Inputs;
            RecurrentSizes sizes = by.Sizes(inputs);
            Recurrence.Walk(pass, new("Rnn", "RnnSubgroup"), sizes, sums: 1, held: sizes.Units, [("RELU", IsRelu)],
                [inputs[0], inputs[1], by.Find(inputs, "h0"), by.Find(inputs, "lengths"), .. outputs]);
        }

        protected override bool ReadsInPlace(int input) => input == 0;

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            Tensor[] made = new RnnBackward(Recurrence, IsRelu, gradients[0] is not null, gradients[1] is not null).Apply(
                [outputs[0], .. inputs[1..], .. gradients.OfType<Tensor>()]);
            return Inputs.Gradients(("x", made[0]), ("weight", Recurrence.ToWeight(made[1], made[0])), ("h0", made[2]));
        }
    }

    /// <summary>
    /// The gradient of <see cref="RnnOp"/>. Inputs: h after each step, and the op's from U on; then the gradients given, of h after each
    /// step and after the last. Outputs: the gradient of x [N, T, units]; h before each step [N, T, units], which with it makes U's; the
    /// gradient of h before the first [N, units].
    /// </summary>
    /// <param name="Recurrence">The way over the steps, forward.</param>
    /// <param name="IsRelu">Whether f is max(0, .).</param>
    /// <param name="OfAll">Whether h after each step has a gradient.</param>
    /// <param name="OfLast">Whether h after the last step has one.</param>
    public sealed record RnnBackward(Recurrence Recurrence, bool IsRelu, bool OfAll, bool OfLast) : Op
    {
        RecurrentInputs Inputs => new(this, gates: 1, ("h", Extent.AllSteps, true), ("weight", Extent.Matrix, true),
            ("h0", Extent.OneStep, Recurrence.HasState), ("lengths", Extent.Lengths, Recurrence.HasLengths),
            ("toH", Extent.AllSteps, OfAll), ("toLast", Extent.OneStep, OfLast));

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            RecurrentSizes sizes = Inputs.Sizes(inputs);
            return [sizes.Of(Extent.Gates), sizes.Of(Extent.AllSteps), sizes.Of(Extent.OneStep)];
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            RecurrentInputs by = Inputs;
            Unrolled loop = new(Recurrence, by.Sizes(inputs), by.Find(inputs, "lengths"));
            Tensor[] h = loop.Steps(inputs[0]), before = loop.Before(inputs[0], by.Find(inputs, "h0")), deltas = new Tensor[h.Length];
            Tensor[]? toH = OfAll ? loop.Steps(by.Find(inputs, "toH")!) : null;
            Tensor toState = by.Find(inputs, "toLast") ?? loop.Zeros;
            foreach (int t in loop.Order.Reverse())
            {
                Tensor to = toH is null ? toState : toState + toH[t];
                deltas[t] = loop.Within(t, to * (IsRelu ? 0f < h[t] : 1 - h[t].Square()));
                toState = loop.Carried(t, new MatMul(TransposeB: true).Apply(deltas[t], inputs[1])[0], toState);
            }

            return [Unrolled.Stack(deltas), loop.StackWithin(before), toState];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            RecurrentInputs by = Inputs;
            RecurrentSizes sizes = by.Sizes(inputs);
            Recurrence.Walk(pass, new("RnnBackward", "RnnBackwardSubgroup"), sizes, sums: 1, held: sizes.Units,
                [("RELU", IsRelu), ("GIVEN", (OfAll ? 1u : 0u) | (OfLast ? 2u : 0u))],
                [
                    inputs[0], inputs[1], by.Find(inputs, "h0"), by.Find(inputs, "toH"), by.Find(inputs, "toLast"),
                    by.Find(inputs, "lengths"), .. outputs,
                ]);
        }
    }
}

namespace VkLearn
{
    public static class RnnSyntax
    {
        extension(Tensor x)
        {
            /// <summary>
            /// h = tanh(x + h U) at each step of [N, T, units], x being the input's product with its weight (Elman 1990): h after each step
            /// [N, T, units], and after the last [N, units].
            /// </summary>
            /// <param name="weight">U, [units, units].</param>
            /// <param name="state">h before the first step, [N, units]; by default zeros.</param>
            /// <param name="lengths">How many steps each sequence has, Int32 [N]; by default all.</param>
            /// <param name="reverse">From the last step to the first.</param>
            /// <param name="relu">max(0, .) in place of the hyperbolic tangent.</param>
            public RecurrentStates Rnn(
                Tensor weight, Tensor? state = null, Tensor? lengths = null, bool reverse = false, bool relu = false)
            {
                Tensor?[] inputs = [x, weight, state, lengths];
                Tensor[] made = new RnnOp(new Recurrence(state is not null, lengths is not null, reverse), relu)
                    .Apply([.. inputs.OfType<Tensor>()]);
                return new(made[0], made[1]);
            }
        }
    }
}
