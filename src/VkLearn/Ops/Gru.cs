using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// Gated recurrent units (Cho et al. 2014). At each step, of the reset gate r = s(x + h U + b), the update gate z = s(x + h U + b) and
    /// the candidate n, in this order: h = (1 - z) n + z h. With the reset after the product n = tanh(x + r (h U + b)), as PyTorch has it;
    /// before it n = tanh(x + (r h) U + b), as the paper has it. Inputs: x [N, T, 3 units], the input's product with its weight, and its
    /// bias; U [units, 3 units]; b [3 units]; if there is a state, h before the first step [N, units]; if there are lengths, those.
    /// Outputs: h after each step [N, T, units], h after the last [N, units], the gates after their functions [N, T, 3 units], and what r
    /// is multiplied with [N, T, units]: h U + b, or h.
    /// </summary>
    /// <param name="Recurrence">The way over the steps.</param>
    /// <param name="ResetsAfter">Whether the reset gate comes after the product (ONNX: linear_before_reset).</param>
    public sealed record GruOp(Recurrence Recurrence, bool ResetsAfter = true) : Op
    {
        RecurrentInputs Inputs => new(this, gates: 3, ("x", Extent.Gates, true), ("weight", Extent.Matrix, true),
            ("bias", Extent.Bias, true), ("h0", Extent.OneStep, Recurrence.HasState),
            ("lengths", Extent.Lengths, Recurrence.HasLengths));

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            RecurrentSizes sizes = Inputs.Sizes(inputs);
            TensorType all = sizes.Of(Extent.AllSteps);
            return [all, sizes.Of(Extent.OneStep), sizes.Of(Extent.Gates), all];
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            RecurrentInputs by = Inputs;
            RecurrentSizes sizes = by.Sizes(inputs);
            Unrolled loop = new(Recurrence, sizes, by.Find(inputs, "lengths"));
            Tensor[] x = loop.Steps(inputs[0]), hs = new Tensor[x.Length], gates = new Tensor[x.Length], qs = new Tensor[x.Length];
            Tensor h = by.Find(inputs, "h0") ?? loop.Zeros;
            int[] parts = ResetsAfter ? [3 * sizes.Units, 0] : [2 * sizes.Units, sizes.Units]; // what comes before the reset, and after
            (Tensor[] weight, Tensor[] bias) = (inputs[1].Split(1, parts), inputs[2].Split(0, parts));
            foreach (int t in loop.Order)
            {
                Tensor[] from = x[t].Chunk(1, 3), sums = (h.MatMul(weight[0]) + bias[0]).Chunk(1, ResetsAfter ? 3 : 2);
                Tensor r = (from[0] + sums[0]).Sigmoid(), z = (from[1] + sums[1]).Sigmoid(), q = ResetsAfter ? sums[2] : h;
                Tensor n = (from[2] + (ResetsAfter ? r * q : (r * q).MatMul(weight[1]) + bias[1])).Tanh();
                Tensor next = (1 - z) * n + z * h;
                (hs[t], qs[t]) = (loop.Within(t, next), loop.Within(t, q));
                gates[t] = loop.Within(t, Concat.Of(1, r, z, n));
                h = loop.Carried(t, next, h);
            }

            return [Unrolled.Stack(hs), h, Unrolled.Stack(gates), Unrolled.Stack(qs)];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            if (!ResetsAfter)
            {
                pass.Inline();
                return;
            }

            RecurrentInputs by = Inputs;
            RecurrentSizes sizes = by.Sizes(inputs);
            Recurrence.Walk(pass, new("Gru", "GruSubgroup"), sizes, sums: 3, held: sizes.Units, [],
                [.. inputs[..3], by.Find(inputs, "h0"), by.Find(inputs, "lengths"), .. outputs]);
        }

        protected override bool ReadsInPlace(int input) => input == 0;

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            if (!ResetsAfter || gradients is not [var all, var last, null, null])
            {
                return base.Backward(inputs, outputs, gradients);
            }

            Tensor[] made = new GruBackward(Recurrence, all is not null, last is not null).Apply(
                [outputs[2], outputs[3], outputs[0], inputs[1], .. inputs[3..], .. gradients.OfType<Tensor>()]);
            Tensor recurrent = made[1].Reshape([made[1].Rows, made[1].Cols]);
            return Inputs.Gradients(("x", made[0]), ("weight", Recurrence.ToWeight(made[2], recurrent)),
                ("bias", recurrent.Sum(0)), ("h0", made[3]));
        }
    }

    /// <summary>
    /// The gradient of <see cref="GruOp"/> with the reset after the product. Inputs: the gates, what r was multiplied with and h after
    /// each step; U; if there is a state, h before the first step; if there are lengths, those; then the gradients given, of h after each
    /// step and after the last. Outputs: the gradients of x and of h U [N, T, 3 units]; h before each step [N, T, units], which with the
    /// latter makes U's; the gradient of h before the first [N, units].
    /// </summary>
    /// <param name="Recurrence">The way over the steps, forward.</param>
    /// <param name="OfAll">Whether h after each step has a gradient.</param>
    /// <param name="OfLast">Whether h after the last step has one.</param>
    public sealed record GruBackward(Recurrence Recurrence, bool OfAll, bool OfLast) : Op
    {
        RecurrentInputs Inputs => new(this, gates: 3,
            ("gates", Extent.Gates, true), ("q", Extent.AllSteps, true), ("h", Extent.AllSteps, true), ("weight", Extent.Matrix, true),
            ("h0", Extent.OneStep, Recurrence.HasState), ("lengths", Extent.Lengths, Recurrence.HasLengths),
            ("toH", Extent.AllSteps, OfAll), ("toLast", Extent.OneStep, OfLast));

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            RecurrentSizes sizes = Inputs.Sizes(inputs);
            TensorType gates = sizes.Of(Extent.Gates);
            return [gates, gates, sizes.Of(Extent.AllSteps), sizes.Of(Extent.OneStep)];
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            RecurrentInputs by = Inputs;
            Unrolled loop = new(Recurrence, by.Sizes(inputs), by.Find(inputs, "lengths"));
            Tensor[] gates = loop.Steps(inputs[0]), qs = loop.Steps(inputs[1]), before = loop.Before(inputs[2], by.Find(inputs, "h0"));
            Tensor[]? toH = OfAll ? loop.Steps(by.Find(inputs, "toH")!) : null;
            Tensor[] deltas = new Tensor[qs.Length], recurrent = new Tensor[qs.Length];
            Tensor toNext = by.Find(inputs, "toLast") ?? loop.Zeros;
            foreach (int t in loop.Order.Reverse())
            {
                Tensor[] gate = gates[t].Chunk(1, 3);
                (Tensor r, Tensor z, Tensor n) = (gate[0], gate[1], gate[2]);
                Tensor to = toH is null ? toNext : toNext + toH[t], toN = to * (1 - z) * (1 - n.Square());
                Tensor toR = toN * qs[t] * r * (1 - r), toZ = to * (before[t] - n) * z * (1 - z);
                deltas[t] = loop.Within(t, Concat.Of(1, toR, toZ, toN));
                recurrent[t] = loop.Within(t, Concat.Of(1, toR, toZ, toN * r));
                toNext = loop.Carried(t, new MatMul(TransposeB: true).Apply(recurrent[t], inputs[3])[0] + to * z, toNext);
            }

            return [Unrolled.Stack(deltas), Unrolled.Stack(recurrent), loop.StackWithin(before), toNext];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            RecurrentInputs by = Inputs;
            RecurrentSizes sizes = by.Sizes(inputs);
            Recurrence.Walk(pass, new("GruBackward", "GruBackwardSubgroup"), sizes, sums: 1, held: 3 * sizes.Units,
                [("GIVEN", (OfAll ? 1u : 0u) | (OfLast ? 2u : 0u))],
                [
                    .. inputs[..4], by.Find(inputs, "h0"), by.Find(inputs, "toH"), by.Find(inputs, "toLast"), by.Find(inputs, "lengths"),
                    .. outputs,
                ]);
        }
    }
}

namespace VkLearn
{
    public static class GruSyntax
    {
        extension(Tensor x)
        {
            /// <summary>
            /// Gated recurrent units (Cho et al. 2014) over the steps of [N, T, 3 units], x being the input's product with its weight;
            /// gates in the order r, z, n: h after each step [N, T, units], and after the last [N, units].
            /// </summary>
            /// <param name="weight">The recurrent weight, [units, 3 units].</param>
            /// <param name="bias">Of the recurrent product, [3 units].</param>
            /// <param name="state">h before the first step, [N, units]; by default zeros.</param>
            /// <param name="lengths">How many steps each sequence has, Int32 [N]; by default all.</param>
            /// <param name="reverse">From the last step to the first.</param>
            /// <param name="resetsAfter">Whether the reset gate comes after the recurrent product or before it.</param>
            public RecurrentStates Gru(Tensor weight, Tensor bias, Tensor? state = null, Tensor? lengths = null,
                bool reverse = false, bool resetsAfter = true)
            {
                Tensor?[] inputs = [x, weight, bias, state, lengths];
                Tensor[] made = new GruOp(new Recurrence(state is not null, lengths is not null, reverse), resetsAfter)
                    .Apply([.. inputs.OfType<Tensor>()]);
                return new(made[0], made[1]) { Gates = made[2] };
            }
        }
    }
}
