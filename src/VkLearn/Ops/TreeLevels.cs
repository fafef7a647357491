using VkLearn.Compile;

namespace VkLearn.Ops;

/// <summary>
/// The levels of trees, for walks over them: inner nodes by their height, one behind the highest of its children's, words being of height
/// 0. Input: children Int32 [N, nodes, 2] (<see cref="TreeSizes"/>). Outputs, of groups of up to <see cref="TreeSizes.MostTrees"/> trees:
/// Int32 [groups, trees nodes], the numbers of inner nodes among those of all trees, sorted by height, -1 behind the last; Int32 [groups,
/// nodes + 1], where in it each level begins and the last ends; and the height of each node, 0 of what is none, Int32 [N, nodes].
/// </summary>
public sealed record TreeLevels : Op
{
    protected override TensorType[] Infer(TensorType[] inputs)
    {
        TreeSizes sizes = TreeSizes.Of(Name, inputs[0]);
        return [sizes.Order, sizes.Offsets, new([sizes.Trees, sizes.Nodes], DType.Int32)];
    }

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
    {
        TreeSizes sizes = TreeSizes.Of(Name, inputTypes[0]);
        double[] heights = Heights(inputs[0], sizes);
        double[] order = new double[sizes.Order.Shape.Count], offsets = new double[sizes.Offsets.Shape.Count];
        Array.Fill(order, -1);
        for (int group = 0; group < sizes.Groups; group++)
        {
            int first = group * sizes.InGroup * sizes.Nodes, end = Math.Min(first + sizes.InGroup * sizes.Nodes, heights.Length);
            int place = first;
            for (int level = 0; level < sizes.Nodes; level++)
            {
                foreach (int node in Enumerable.Range(first, end - first).Where(node => heights[node] == level + 1))
                {
                    order[place++] = node;
                }

                offsets[group * (sizes.Nodes + 1) + level + 1] = place - first;
            }
        }

        return [order, offsets, heights];
    }

    static double[] Heights(double[] children, TreeSizes sizes)
    {
        double[] heights = new double[sizes.Trees * sizes.Nodes];
        for (int node = 0; node < heights.Length; node++)
        {
            int own = sizes.Words + node % sizes.Nodes, first = node - node % sizes.Nodes;
            int left = (int)children[2 * node], right = (int)children[2 * node + 1];
            bool isNode = left >= 0 && left < own && right >= 0 && right < own;
            heights[node] = isNode ? 1 + Math.Max(HeightOf(left), HeightOf(right)) : 0;

            double HeightOf(int child) => child < sizes.Words ? 0 : heights[first + child - sizes.Words];
        }

        return heights;
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        TreeSizes sizes = TreeSizes.Of(Name, inputs[0].TensorType);
        pass.Dispatch("TreeLevels", Groups.Of(sizes.Groups), pass.FewLocalSize, [],
            inputs[0], outputs[0], outputs[1], outputs[2], sizes.Trees, sizes.Nodes, sizes.Groups, sizes.InGroup);
    }

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [null];
}
