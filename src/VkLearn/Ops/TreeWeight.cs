using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>
/// The gradient of what recursive nets multiply with. Inputs: the states of all nodes [N, words + nodes, units], the gradient of the sums
/// of inner nodes [N, nodes, sums], and the children, order and offsets. Outputs: of the weight, [2 units, sums], the sum over inner nodes
/// of x[i] delta[k], x being the states of both children; and with a tensor that of its x[j] x[i] delta[k], [2 units, 2 units, sums].
/// </summary>
public sealed record TreeWeight(bool HasTensor) : Op
{
    protected override TensorType[] Infer(TensorType[] inputs)
    {
        (int units, int sums) = (inputs[0].Shape is { Rank: 3 } all ? all[2] : 0, inputs[1].Shape is { Rank: 3 } nodes ? nodes[2] : 0);
        TreeSizes sizes = TreeSizes.Of(Name, inputs[2]);
        TreeSizes.Check(Name, ("h", inputs[0], sizes.OfAll(units)), ("delta", inputs[1], sizes.OfNodes(sums)),
            ("order", inputs[3], sizes.Order), ("offsets", inputs[4], sizes.Offsets));
        TensorType weight = TreeSizes.Float(2 * units, sums);
        return HasTensor ? [weight, TreeSizes.Float(2 * units, 2 * units, sums)] : [weight];
    }

    protected override Tensor[] Define(Tensor[] inputs)
    {
        TreeDefinition trees = new(TreeSizes.Of(Name, inputs[2].TensorType), inputs[2]);
        (int twice, int sums) = (2 * inputs[0].Cols, inputs[1].Cols);
        Tensor x = trees.Pairs(inputs[0]), delta = trees.WhereNode(inputs[1].Reshape([inputs[1].Rows, sums]));
        Tensor weight = Recurrence.ToWeight(x, delta);
        if (!HasTensor)
        {
            return [weight];
        }

        Tensor pairs = (x.Reshape([x.Rows, twice, 1]) * x.Reshape([x.Rows, 1, twice])).Reshape([x.Rows, twice * twice]);
        return [weight, Recurrence.ToWeight(pairs, delta).Reshape([twice, twice, sums])];
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        TreeSizes sizes = TreeSizes.Of(Name, inputs[2].TensorType);
        (int units, int sums) = (inputs[0].Cols, inputs[1].Cols);
        int matrices = HasTensor ? 2 * units + 1 : 1;
        Arg[] arguments =
        [
            .. inputs.Select(input => (Arg)input), outputs[0], HasTensor ? outputs[1] : Arg.Nothing,
            sizes.Words, sizes.Nodes, sizes.Groups, sizes.InGroup, units, sums, matrices,
        ];
        if (KernelTable.TreeWeight(pass.Device, units, sums, matrices, Gemm.IsPaired(inputs[1])) is { } kernel)
        {
            pass.Dispatch(kernel.Shader, kernel.Groups, kernel.LocalSize, [.. kernel.Constants], arguments);
            return;
        }

        pass.Dispatch("TreeWeight", pass.InRounds((long)matrices * 2 * units * sums), arguments);
    }
}
