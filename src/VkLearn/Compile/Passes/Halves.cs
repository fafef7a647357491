using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// Half precision as part of what is computed (<see cref="Precision.Float16"/>): each tensor that a matrix product reads, and that is made
/// by elementwise ops or products, is rounded to halves, which products, bias gradients and elementwise ops then read. Decided by the graph
/// alone, before anything is fused or watched: neither changes what is rounded.
/// </summary>
sealed class Halves
{
    readonly HashSet<Tensor> rounded = [];
    readonly Dictionary<Tensor, Tensor> halfOf = [];

    public static Graph Run(Graph graph)
    {
        Halves halves = new();
        foreach (Node product in graph.Nodes.Where(IsProduct))
        {
            halves.rounded.UnionWith(product.Inputs.Select(Views.Elements).Where(CanBeHalves));
        }

        int index = 0;
        return graph.Rewrite(node => halves.Reading(graph.Nodes[index++], node), keepsPlace: true).WithAllNodes();
    }

    /// <summary>Whether a kernel can store it so: rows of even length, made where numbers are rounded on the way out.</summary>
    static bool CanBeHalves(Tensor tensor) => tensor is { Type: DType.Float32, Producer: { } node }
        && tensor.Cols % 2 == 0 && (node.Op is MatMul || IsElementwise(node));

    /// <summary>Whether it is a product that reads halves: one row is as fast to read from single precision.</summary>
    static bool IsProduct(Node node) => node.Op is MatMul && node.Outputs[0].Shape[^2] > 1;

    static bool IsElementwise(Node node) =>
        node.Op is not (MatMul or Reshape or Broadcast or Permute) && node.Inputs.Length > 0 && node.Op.Opcode(node.Inputs[^1].Type) != 0;

    /// <summary>The same op on halves where it can read them.</summary>
    /// <param name="old">As it was before its inputs were replaced.</param>
    Tensor[]? Reading(Node old, Node node)
    {
        bool asTheyLie = IsProduct(node) || node.Op is Sum { Axis: 0, Scale: 1 };
        if (!(asTheyLie || IsElementwise(node)) || !old.Inputs.Any(input => rounded.Contains(Views.Elements(input))))
        {
            return null;
        }

        Tensor[] inputs = [.. node.Inputs.Select((input, i) =>
            rounded.Contains(Views.Elements(old.Inputs[i])) ? Read(input, asTheyLie) : input)];
        return new Node(node.Op, inputs, [.. node.Outputs.Select(output => output.TensorType)]).Outputs;
    }

    /// <param name="asTheyLie">Elementwise ops read them as numbers.</param>
    Tensor Read(Tensor tensor, bool asTheyLie)
    {
        Tensor whole = Views.Elements(tensor);
        if (!halfOf.TryGetValue(whole, out Tensor? half))
        {
            halfOf.Add(whole, half = Make(new Cast(DType.Float16), whole));
            half.Name = whole.Name;
        }

        Tensor read = asTheyLie ? half : Make(new Cast(DType.Float32), half);
        return read.Shape == tensor.Shape ? read : Make(new Reshape(tensor.Shape), read);
    }

    static Tensor Make(Op op, Tensor input) => new Node(op, [input], op.Inferred([input.TensorType])).Outputs[0];
}
