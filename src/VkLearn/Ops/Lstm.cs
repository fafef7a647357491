using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// Long short-term memory with forget gates (Gers et al. 1999). At each step, of sums x + h U of the input gate i, the forget gate f,
    /// the candidate g and the output gate o, in this order: c = s(f) c + s(i) tanh(g), h = s(o) tanh(c). Inputs: x [N, T, 4 units], the
    /// input's product with its weight, and the biases; U [units, 4 units]; if there is a state, h and c before the first step [N, units];
    /// if there are peepholes [3, units], by which c, times those, is added to i and f, and the new c to o (Gers and Schmidhuber 2000); if
    /// there are lengths, those. Outputs: h and c after each step [N, T, units], h and c after the last [N, units], and the gates after
    /// their functions [N, T, 4 units].
    /// </summary>
    /// <param name="Recurrence">The way over the steps.</param>
    /// <param name="HasPeepholes">Whether gates see the cell.</param>
    public sealed record LstmOp(Recurrence Recurrence, bool HasPeepholes = false) : Op
    {
        RecurrentInputs Inputs => new(this, gates: 4, ("x", Extent.Gates, true), ("weight", Extent.Matrix, true),
            ("h0", Extent.OneStep, Recurrence.HasState), ("c0", Extent.OneStep, Recurrence.HasState),
            ("peepholes", Extent.Peepholes, HasPeepholes), ("lengths", Extent.Lengths, Recurrence.HasLengths));

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            RecurrentSizes sizes = Inputs.Sizes(inputs);
            (TensorType all, TensorType last) = (sizes.Of(Extent.AllSteps), sizes.Of(Extent.OneStep));
            return [all, all, last, last, sizes.Of(Extent.Gates)];
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            RecurrentInputs by = Inputs;
            Unrolled loop = new(Recurrence, by.Sizes(inputs), by.Find(inputs, "lengths"));
            Tensor[]? peepholes = by.Find(inputs, "peepholes")?.Chunk(0, 3);
            Tensor Seeing(Tensor sum, int gate, Tensor cell) => peepholes is null ? sum : sum + cell * peepholes[gate];

            Tensor[] x = loop.Steps(inputs[0]), hs = new Tensor[x.Length], cs = new Tensor[x.Length], gates = new Tensor[x.Length];
            (Tensor h, Tensor c) = (by.Find(inputs, "h0") ?? loop.Zeros, by.Find(inputs, "c0") ?? loop.Zeros);
            foreach (int t in loop.Order)
            {
                Tensor[] sums = (x[t] + h.MatMul(inputs[1])).Chunk(1, 4);
                Tensor i = Seeing(sums[0], 0, c).Sigmoid(), f = Seeing(sums[1], 1, c).Sigmoid(), g = sums[2].Tanh();
                Tensor nextC = f * c + i * g, o = Seeing(sums[3], 2, nextC).Sigmoid(), nextH = o * nextC.Tanh();
                (hs[t], cs[t]) = (loop.Within(t, nextH), loop.Within(t, nextC));
                gates[t] = loop.Within(t, Concat.Of(1, i, f, g, o));
                (h, c) = (loop.Carried(t, nextH, h), loop.Carried(t, nextC, c));
            }

            return [Unrolled.Stack(hs), Unrolled.Stack(cs), h, c, Unrolled.Stack(gates)];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            if (HasPeepholes)
            {
                pass.Inline();
                return;
            }

            RecurrentInputs by = Inputs;
            RecurrentSizes sizes = by.Sizes(inputs);
            Recurrence.Walk(pass, new("Lstm", "LstmSubgroup"), sizes, sums: 4, held: sizes.Units, [],
                [inputs[0], inputs[1], by.Find(inputs, "h0"), by.Find(inputs, "c0"), by.Find(inputs, "lengths"), .. outputs]);
        }

        protected override bool ReadsInPlace(int input) => input == 0;

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            if (HasPeepholes || gradients is not [var all, null, var lastH, var lastC, null])
            {
                return base.Backward(inputs, outputs, gradients);
            }

            Tensor[] made = new LstmBackward(Recurrence, all is not null, lastH is not null, lastC is not null).Apply(
                [outputs[4], outputs[1], outputs[0], .. inputs[1..], .. gradients.OfType<Tensor>()]);
            return Inputs.Gradients(
                ("x", made[0]), ("weight", Recurrence.ToWeight(made[1], made[0])), ("h0", made[2]), ("c0", made[3]));
        }
    }

    /// <summary>
    /// The gradient of <see cref="LstmOp"/> without peepholes. Inputs: the gates, c and h after each step, and the op's from U on; then the
    /// gradients given, of h after each step, of h and of c after the last. Outputs: the gradient of x [N, T, 4 units]; h before each step
    /// [N, T, units], which with it makes U's; the gradients of h and c before the first [N, units].
    /// </summary>
    /// <param name="Recurrence">The way over the steps, forward.</param>
    /// <param name="OfAll">Whether h after each step has a gradient.</param>
    /// <param name="OfLast">Whether h after the last step has one.</param>
    /// <param name="OfLastCell">Whether c after the last step has one.</param>
    public sealed record LstmBackward(Recurrence Recurrence, bool OfAll, bool OfLast, bool OfLastCell) : Op
    {
        RecurrentInputs Inputs => new(this, gates: 4,
            ("gates", Extent.Gates, true), ("c", Extent.AllSteps, true), ("h", Extent.AllSteps, true), ("weight", Extent.Matrix, true),
            ("h0", Extent.OneStep, Recurrence.HasState), ("c0", Extent.OneStep, Recurrence.HasState),
            ("lengths", Extent.Lengths, Recurrence.HasLengths),
            ("toH", Extent.AllSteps, OfAll), ("toLastH", Extent.OneStep, OfLast), ("toLastC", Extent.OneStep, OfLastCell));

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            RecurrentSizes sizes = Inputs.Sizes(inputs);
            TensorType state = sizes.Of(Extent.OneStep);
            return [sizes.Of(Extent.Gates), sizes.Of(Extent.AllSteps), state, state];
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            RecurrentInputs by = Inputs;
            (Tensor h, Tensor weight) = (inputs[2], inputs[3]);
            Unrolled loop = new(Recurrence, by.Sizes(inputs), by.Find(inputs, "lengths"));
            Tensor[] gates = loop.Steps(inputs[0]), cs = loop.Steps(inputs[1]), deltas = new Tensor[cs.Length];
            Tensor[] beforeH = loop.Before(h, by.Find(inputs, "h0")), beforeC = loop.Before(inputs[1], by.Find(inputs, "c0"));
            Tensor[]? toH = OfAll ? loop.Steps(by.Find(inputs, "toH")!) : null;
            (Tensor toNextH, Tensor toNextC) = (by.Find(inputs, "toLastH") ?? loop.Zeros, by.Find(inputs, "toLastC") ?? loop.Zeros);
            foreach (int t in loop.Order.Reverse())
            {
                Tensor[] gate = gates[t].Chunk(1, 4);
                (Tensor i, Tensor f, Tensor g, Tensor o, Tensor tanh) = (gate[0], gate[1], gate[2], gate[3], cs[t].Tanh());
                Tensor toThisH = toH is null ? toNextH : toNextH + toH[t], toC = toNextC + toThisH * o * (1 - tanh.Square());
                deltas[t] = loop.Within(t, Concat.Of(1,
                    toC * g * i * (1 - i), toC * beforeC[t] * f * (1 - f), toC * i * (1 - g.Square()), toThisH * tanh * o * (1 - o)));
                toNextH = loop.Carried(t, new MatMul(TransposeB: true).Apply(deltas[t], weight)[0], toNextH);
                toNextC = loop.Carried(t, toC * f, toNextC);
            }

            return [Unrolled.Stack(deltas), loop.StackWithin(beforeH), toNextH, toNextC];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            RecurrentInputs by = Inputs;
            RecurrentSizes sizes = by.Sizes(inputs);
            Recurrence.Walk(pass, new("LstmBackward", "LstmBackwardSubgroup"), sizes, sums: 1, held: 4 * sizes.Units,
                [("GIVEN", (OfAll ? 1u : 0u) | (OfLast ? 2u : 0u) | (OfLastCell ? 4u : 0u))],
                [
                    .. inputs[..4], by.Find(inputs, "h0"), by.Find(inputs, "c0"), by.Find(inputs, "toH"), by.Find(inputs, "toLastH"),
                    by.Find(inputs, "toLastC"), by.Find(inputs, "lengths"), .. outputs,
                ]);
        }
    }
}

namespace VkLearn
{
    public static class LstmSyntax
    {
        extension(Tensor x)
        {
            /// <summary>
            /// Long short-term memory (Gers et al. 1999) over the steps of [N, T, 4 units], x being the input's product with its weight;
            /// gates in the order i, f, g, o: h and c after each step [N, T, units], h and c after the last [N, units].
            /// </summary>
            /// <param name="weight">The recurrent weight, [units, 4 units].</param>
            /// <param name="state">h and c before the first step, [N, units] each; by default zeros.</param>
            /// <param name="lengths">How many steps each sequence has, Int32 [N]; by default all.</param>
            /// <param name="reverse">From the last step to the first.</param>
            /// <param name="peepholes">By which i and f see c, and o the new one, [3, units]; by default they do not.</param>
            public LstmStates Lstm(Tensor weight,
                (Tensor Hidden, Tensor Cell)? state = null, Tensor? lengths = null, bool reverse = false, Tensor? peepholes = null)
            {
                Tensor?[] inputs = [x, weight, state?.Hidden, state?.Cell, peepholes, lengths];
                Tensor[] made = new LstmOp(new Recurrence(state is not null, lengths is not null, reverse), peepholes is not null)
                    .Apply([.. inputs.OfType<Tensor>()]);
                return new(made[0], made[1], made[2], made[3]) { Gates = made[4] };
            }
        }
    }
}
