using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// The sum over all of a product of two tensors that are there anyway needs no product stored: it is one op, <see cref="Dot"/>, of the same
/// bits. The gradient of a scalar that scales a layer is such a sum.
/// </summary>
sealed class Dots
{
    readonly ILookup<Tensor, Node> readers;
    readonly HashSet<Tensor> kept;

    Dots(Graph graph)
    {
        kept = [.. graph.Roots.Select(Views.Elements)];
        readers = graph.Nodes.Where(node => node.Op is not Reshape)
            .SelectMany(node => node.Inputs.Select(input => (Of: Views.Elements(input), node)))
            .ToLookup(read => read.Of, read => read.node);
    }

    public static Graph Run(Graph graph)
    {
        Dots dots = new(graph);
        int index = 0;
        return graph.Nodes.Any(dots.IsDot)
            ? graph.Rewrite(node => dots.IsDot(graph.Nodes[index++]) ? Joined(node) : null).WithAllNodes().Live() : graph;
    }

    bool IsDot(Node node) =>
        node is { Op: Sum { Axis: 0 }, Inputs: [{ Type: DType.Float32, Shape.Rank: 1 } summed] }
        && Views.Elements(summed) is { Producer: { Op: Mul, Inputs: [var x, var t] } } product
        && readers[product].Count() == 1 && !kept.Contains(product) && IsThere(x) && IsThere(t);

    /// <summary>Whether it is stored anyway: as something else reads it too, or no program makes it.</summary>
    bool IsThere(Tensor tensor) =>
        Views.Elements(tensor) is var elements && (elements.Leaf is not null || kept.Contains(elements)
            || (elements.Producer is { } maker && !ProgramBuilder.IsFree(elements) && maker.Op is not (Broadcast or Permute)
                && (maker.Op.Opcode(DType.Float32) == 0 || readers[elements].Distinct().Count() > 1)));

    static Tensor[] Joined(Node sum)
    {
        Node product = Views.Elements(sum.Inputs[0]).Producer!;
        Dot dot = new(((Sum)sum.Op).Scale);
        Tensor[] outputs =
            new Node(dot, product.Inputs, dot.Inferred([.. product.Inputs.Select(input => input.TensorType)]), sum.Origin).Outputs;
        outputs[0].Name = sum.Outputs[0].Name;
        return outputs;
    }
}
