using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// A matrix product of very many terms as the sum of products of some each: a kernel adds one term after another, and a sum that has grown
/// large forgets what small ones bring. On a GPU the parts also run side by side. Decided by the graph alone, as what is rounded is part of
/// what is computed.
/// </summary>
static class LongProducts
{
    /// <summary>Terms of a part; a product of up to eight times as many stays whole.</summary>
    const int Terms = 2048;

    const int MostWhole = 8 * Terms;

    public static Graph Run(Graph graph) => graph.Nodes.Any(IsLong)
        ? graph.Rewrite(node => IsLong(node) ? InParts(node) : null).WithAllNodes() : graph;

    static bool IsLong(Node node) =>
        node is { Op: MatMul product, Inputs: [{ Shape.Rank: 2 } a, { Shape.Rank: 2 } b] }
        && GemmShape.Of(product, a.Shape, b.Shape).K > MostWhole;

    static Tensor[] InParts(Node node)
    {
        MatMul product = (MatMul)node.Op;
        int k = GemmShape.Of(product, node.Inputs[0].Shape, node.Inputs[1].Shape).K, parts = k / Terms, whole = parts * Terms;
        (int axisA, int axisB) = (product.TransposeA ? 0 : 1, product.TransposeB ? 1 : 0);
        Tensor sum = Make(new Sum(0), Make(product, Parts(node.Inputs[0], axisA), Parts(node.Inputs[1], axisB)));
        if (whole < k)
        {
            sum = Make(new Add(), sum, Make(product, Rest(node.Inputs[0], axisA), Rest(node.Inputs[1], axisB)));
        }

        sum.Name = node.Outputs[0].Name;
        return [sum];

        Tensor Parts(Tensor matrix, int axis)
        {
            Tensor all = whole < k ? Make(new Slice(axis, 0, whole), matrix) : matrix;
            int other = matrix.Shape[1 - axis];
            return axis == 0 ? Make(new Reshape([parts, Terms, other]), all)
                : Make(new Permute([1, 0, 2]), Make(new Reshape([other, parts, Terms]), all));
        }

        Tensor Rest(Tensor matrix, int axis) => Make(new Slice(axis, whole, k - whole), matrix);

        Tensor Make(Op op, params Tensor[] inputs) =>
            new Node(op, inputs, op.Inferred([.. inputs.Select(input => input.TensorType)]), node.Origin).Outputs[0];
    }
}
