using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// h = tanh(x W + b) at each inner node of trees, x being h of both children side by side (Socher et al. 2011); with a tensor tanh(x W
    /// + b + sum over j of x[j] (x T[j])) (Socher et al. 2013). Inputs: h of the words [N, words, units]; W [2 units, units]; b [units]; if
    /// there is a tensor, that, [2 units, 2 units, units]; the children, and of their <see cref="TreeLevels"/> the order and the offsets.
    /// Output: h of all nodes, the words first, [N, words + nodes, units].
    /// </summary>
    public sealed record TreeRnnOp(bool HasTensor) : Op
    {
        protected override TensorType[] Infer(TensorType[] inputs)
        {
            int at = HasTensor ? 4 : 3, units = inputs[0].Shape is { Rank: 3 } shape ? shape[2] : 0;
            TreeSizes sizes = TreeSizes.Of(Name, inputs[at]);
            TreeSizes.Check(Name, ("words", inputs[0], sizes.OfWords(units)), ("weight", inputs[1], TreeSizes.Float(2 * units, units)),
                ("bias", inputs[2], TreeSizes.Float(units)),
                ("tensor", inputs[3], HasTensor ? TreeSizes.Float(2 * units, 2 * units, units) : inputs[3]),
                ("order", inputs[at + 1], sizes.Order), ("offsets", inputs[at + 2], sizes.Offsets));
            return [sizes.OfAll(units)];
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor children = inputs[HasTensor ? 4 : 3];
            TreeDefinition trees = new(TreeSizes.Of(Name, children.TensorType), children);
            return trees.Upwards([inputs[0]], all =>
            {
                Tensor x = trees.Pairs(all[0]), sum = x.MatMul(inputs[1]) + inputs[2];
                return [(HasTensor ? sum + Times(x, x, inputs[3]) : sum).Tanh()];
            });
        }

        /// <summary>Of rows y [n, inputs] and x [n, matrices] the sum over j of x[j] (y T[j]), T [matrices, inputs, outputs]: one product
        /// of all y with all matrices.</summary>
        internal static Tensor Times(Tensor x, Tensor y, Tensor tensor)
        {
            (int matrices, int inputs, int outputs) = (tensor.Shape[0], tensor.Shape[1], tensor.Shape[2]);
            Tensor each = y.MatMul(tensor.Permute(1, 0, 2).Reshape([inputs, matrices * outputs]));
            return (each.Reshape([y.Rows, matrices, outputs]) * x.Reshape([x.Rows, matrices, 1])).Sum(1);
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            int at = HasTensor ? 4 : 3, units = inputs[0].Cols;
            TreeWalk.Run(pass, new("TreeRnn", "TreeRnnSubgroup"), TreeSizes.Of(Name, inputs[at].TensorType), units, sums: 1,
                held: (HasTensor ? 4 : 2) * units, [("TENSOR", HasTensor)],
                [.. inputs[..3], HasTensor ? inputs[3] : null, .. inputs[at..], outputs[0]]);
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            int at = HasTensor ? 4 : 3, words = inputs[0].Shape[1];
            Tensor[] both = HasTensor ? [(inputs[3] + inputs[3].Permute(1, 0, 2)).Permute(0, 2, 1)] : [];
            Tensor[] made = new TreeRnnBackward(HasTensor).Apply(
                [outputs[0], inputs[1].Transpose(), .. both, .. inputs[at..], gradients[0]!]);
            Tensor[] weights = new TreeWeight(HasTensor).Apply([outputs[0], made[0], .. inputs[at..]]);
            Tensor bias = made[0].Reshape([made[0].Rows, made[0].Cols]).Sum(0);
            return [made[1].Slice(1, 0, words), weights[0], bias, .. weights[1..], null, null, null];
        }
    }

    /// <summary>
    /// The gradient of <see cref="TreeRnnOp"/>. Inputs: h of all nodes; W transposed [units, 2 units]; if there is a tensor, of each of its
    /// matrices T[j], with the rows j of all others added, the transposed [2 units, units, 2 units]; the children, order and offsets; and
    /// the gradient of h. Outputs: that of the sums of inner nodes [N, nodes, units], and of h as far as parents are told of it too.
    /// </summary>
    public sealed record TreeRnnBackward(bool HasTensor) : Op
    {
        protected override TensorType[] Infer(TensorType[] inputs)
        {
            int at = HasTensor ? 3 : 2, units = inputs[0].Shape is { Rank: 3 } shape ? shape[2] : 0;
            TreeSizes sizes = TreeSizes.Of(Name, inputs[at]);
            TreeSizes.Check(Name, ("h", inputs[0], sizes.OfAll(units)), ("weight", inputs[1], TreeSizes.Float(units, 2 * units)),
                ("tensor", inputs[2], HasTensor ? TreeSizes.Float(2 * units, units, 2 * units) : inputs[2]),
                ("order", inputs[at + 1], sizes.Order), ("offsets", inputs[at + 2], sizes.Offsets),
                ("toH", inputs[at + 3], sizes.OfAll(units)));
            return [sizes.OfNodes(units), sizes.OfAll(units)];
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor h = inputs[0], children = inputs[HasTensor ? 3 : 2], toH = inputs[^1];
            TreeSizes sizes = TreeSizes.Of(Name, children.TensorType);
            TreeDefinition trees = new(sizes, children);
            Tensor x = trees.Pairs(h), slope = trees.WhereNode(1 - trees.Inner(h).Square()), toAll = toH;
            for (int i = 0; i < sizes.Nodes; i++)
            {
                Tensor delta = trees.Inner(toAll) * slope, to = delta.MatMul(inputs[1]);
                to = HasTensor ? to + TreeRnnOp.Times(x, delta, inputs[2]) : to;
                toAll = trees.Give(toH, to.Slice(1, 0, h.Cols), to.Slice(1, h.Cols, h.Cols));
            }

            return [(trees.Inner(toAll) * slope).Reshape(sizes.OfNodes(h.Cols).Shape), toAll];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            int at = HasTensor ? 3 : 2, units = inputs[0].Cols;
            TreeWalk.Run(pass, new("TreeRnnBackward", "TreeRnnBackwardSubgroup"), TreeSizes.Of(Name, inputs[at].TensorType), units, sums: 2,
                held: (HasTensor ? 3 : 1) * units, [("TENSOR", HasTensor)],
                [.. inputs[..2], HasTensor ? inputs[2] : null, .. inputs[at..], .. outputs]);
        }
    }
}

namespace VkLearn
{
    public static class TreeRnnSyntax
    {
        extension(Tensor words)
        {
            /// <summary>
            /// A recursive network from the words of trees [N, words, units] up (Socher et al. 2011): h = tanh(x W + b) at each inner node,
            /// x being h of both children; with a tensor tanh(x W + b + sum over j of x[j] (x T[j])) (Socher et al. 2013). It makes h of
            /// all nodes, the words first, [N, words + nodes, units].
            /// </summary>
            /// <param name="children">Of each inner node, Int32 [N, nodes, 2]: rows of its tree, before it; what names another is no node.
            /// </param>
            /// <param name="weight">W, [2 units, units].</param>
            /// <param name="bias">b, [units].</param>
            /// <param name="tensor">T, [2 units, 2 units, units]; null: none.</param>
            public Tensor TreeRnn(Tensor children, Tensor weight, Tensor bias, Tensor? tensor = null)
            {
                Tensor[] levels = new TreeLevels().Apply(children);
                Tensor?[] inputs = [words, weight, bias, tensor, children, levels[0], levels[1]];
                return new TreeRnnOp(tensor is not null).Apply([.. inputs.OfType<Tensor>()])[0];
            }
        }
    }
}
