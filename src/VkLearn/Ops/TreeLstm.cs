using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// The binary tree LSTM without input at inner nodes (Tai et al. 2015, eq. 9 to 14). At each inner node, of sums x U + b of the input
    /// gate i, a forget gate of each child, the candidate u and the output gate o, in this order, x being h of both children side by side:
    /// c = s(i) tanh(u) + s(left) c of the left + s(right) c of the right, h = s(o) tanh(c). Inputs: h and c of the words [N, words,
    /// units]; U [2 units, 5 units]; b [5 units]; the children, and of their <see cref="TreeLevels"/> the order and the offsets. Outputs: h
    /// and c of all nodes, the words first, [N, words + nodes, units], and the gates after their functions [N, nodes, 5 units].
    /// </summary>
    public sealed record TreeLstmOp : Op
    {
        const int Gates = 5;

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            int units = inputs[0].Shape is { Rank: 3 } shape ? shape[2] : 0;
            TreeSizes sizes = TreeSizes.Of(Name, inputs[4]);
            TreeSizes.Check(Name, ("words", inputs[0], sizes.OfWords(units)), ("cells", inputs[1], sizes.OfWords(units)),
                ("weight", inputs[2], TreeSizes.Float(2 * units, Gates * units)), ("bias", inputs[3], TreeSizes.Float(Gates * units)),
                ("order", inputs[5], sizes.Order), ("offsets", inputs[6], sizes.Offsets));
            return [sizes.OfAll(units), sizes.OfAll(units), sizes.OfNodes(Gates * units)];
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            TreeSizes sizes = TreeSizes.Of(Name, inputs[4].TensorType);
            TreeDefinition trees = new(sizes, inputs[4]);
            Tensor[] all = trees.Upwards([inputs[0], inputs[1]], before =>
            {
                Tensor[] gate = GatesOf(before[0]);
                (Tensor left, Tensor right) = trees.Children(before[1]);
                Tensor c = gate[0] * gate[3] + gate[1] * left + gate[2] * right;
                return [gate[4] * c.Tanh(), c];
            });
            return [.. all, trees.WhereNode(Concat.Of(1, GatesOf(all[0]))).Reshape(sizes.OfNodes(inputs[3].Cols).Shape)];

            Tensor[] GatesOf(Tensor h) => [.. (trees.Pairs(h).MatMul(inputs[2]) + inputs[3]).Chunk(1, Gates)
                .Select((sum, gate) => gate == 3 ? sum.Tanh() : sum.Sigmoid())];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            int units = inputs[0].Cols;
            TreeWalk.Run(pass, new("TreeLstm", "TreeLstmSubgroup"), TreeSizes.Of(Name, inputs[4].TensorType), units, sums: Gates,
                held: 2 * units, [], [.. inputs, .. outputs]);
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            if (gradients is not [{ } toH, null, null])
            {
                return base.Backward(inputs, outputs, gradients);
            }

            int words = inputs[0].Shape[1];
            Tensor[] made = new TreeLstmBackward().Apply([outputs[1], outputs[2], inputs[2].Transpose(), .. inputs[4..], toH]);
            Tensor weight = new TreeWeight(HasTensor: false).Apply([outputs[0], made[0], .. inputs[4..]])[0];
            Tensor bias = made[0].Reshape([made[0].Rows, made[0].Cols]).Sum(0);
            return [made[1].Slice(1, 0, words), made[2].Slice(1, 0, words), weight, bias, null, null, null];
        }
    }

    /// <summary>
    /// The gradient of <see cref="TreeLstmOp"/>. Inputs: c of all nodes and the gates; U transposed [5 units, 2 units]; the children, order
    /// and offsets; and the gradient of h. Outputs: that of the gates' sums [N, nodes, 5 units], and those of h and c as far as parents are
    /// told of them too.
    /// </summary>
    public sealed record TreeLstmBackward : Op
    {
        protected override TensorType[] Infer(TensorType[] inputs)
        {
            int units = inputs[0].Shape is { Rank: 3 } shape ? shape[2] : 0;
            TreeSizes sizes = TreeSizes.Of(Name, inputs[3]);
            TreeSizes.Check(Name, ("c", inputs[0], sizes.OfAll(units)), ("gates", inputs[1], sizes.OfNodes(5 * units)),
                ("weight", inputs[2], TreeSizes.Float(5 * units, 2 * units)), ("order", inputs[4], sizes.Order),
                ("offsets", inputs[5], sizes.Offsets), ("toH", inputs[6], sizes.OfAll(units)));
            return [sizes.OfNodes(5 * units), sizes.OfAll(units), sizes.OfAll(units)];
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            (Tensor c, Tensor toH, int units) = (inputs[0], inputs[6], inputs[0].Cols);
            TreeSizes sizes = TreeSizes.Of(Name, inputs[3].TensorType);
            TreeDefinition trees = new(sizes, inputs[3]);
            Tensor[] gate = inputs[1].Reshape([inputs[1].Rows, 5 * units]).Chunk(1, 5);
            (Tensor i, Tensor u, Tensor o, Tensor tanh) = (gate[0], gate[3], gate[4], trees.Inner(c).Tanh());
            (Tensor left, Tensor right) = trees.Children(c);
            Tensor toAll = toH, toAllC = Tensor.Zeros(c.Shape);
            for (int step = 0; step < sizes.Nodes; step++)
            {
                (Tensor to, Tensor toC) = (Deltas().MatMul(inputs[2]), ToC());
                toAll = trees.Give(toH, to.Slice(1, 0, units), to.Slice(1, units, units));
                toAllC = trees.Give(Tensor.Zeros(c.Shape), toC * gate[1], toC * gate[2]);
            }

            return [Deltas().Reshape(sizes.OfNodes(5 * units).Shape), toAll, toAllC];

            Tensor ToC() => trees.Inner(toAllC) + trees.Inner(toAll) * o * (1 - tanh.Square());

            Tensor Deltas()
            {
                Tensor toC = ToC(), toSumO = trees.Inner(toAll) * tanh * o * (1 - o);
                return trees.WhereNode(Concat.Of(1, toC * u * i * (1 - i), toC * left * gate[1] * (1 - gate[1]),
                    toC * right * gate[2] * (1 - gate[2]), toC * i * (1 - u.Square()), toSumO));
            }
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            int units = inputs[0].Cols;
            TreeWalk.Run(pass, new("TreeLstmBackward", "TreeLstmBackwardSubgroup"), TreeSizes.Of(Name, inputs[3].TensorType), units,
                sums: 2, held: 5 * units, [], [.. inputs, .. outputs]);
        }
    }
}

namespace VkLearn
{
    public static class TreeLstmSyntax
    {
        extension(Tensor words)
        {
            /// <summary>
            /// The binary tree LSTM (Tai et al. 2015) from the words of trees up, h of which are [N, words, units]; gates in the order i,
            /// forget gates of the left child and the right, u, o. It makes h of all nodes, the words first, [N, words + nodes, units].
            /// </summary>
            /// <param name="cells">c of the words.</param>
            /// <param name="children">Of each inner node, Int32 [N, nodes, 2]: rows of its tree, before it; what names another is no node.
            /// </param>
            /// <param name="weight">U, [2 units, 5 units].</param>
            /// <param name="bias">b, [5 units].</param>
            public Tensor TreeLstm(Tensor cells, Tensor children, Tensor weight, Tensor bias)
            {
                Tensor[] levels = new TreeLevels().Apply(children);
                return new TreeLstmOp().Apply(words, cells, weight, bias, children, levels[0], levels[1])[0];
            }
        }
    }
}
