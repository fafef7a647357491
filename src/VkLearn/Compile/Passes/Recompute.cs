using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// Computes again, before the first gradient that reads it, what was made inside a <see cref="Segment"/> and what no later part of the
/// forward reads, so that it need not be kept until then. Decided by the graph alone: neither a watch nor what is returned changes it.
/// </summary>
sealed class Recompute
{
    readonly List<Node> nodes = [];
    readonly HashSet<Tensor> kept = [];
    readonly Dictionary<Tensor, Tensor> replaced = []; // by nodes whose inputs changed
    readonly Dictionary<Tensor, Tensor> again = [];

    public static Graph Run(Graph graph) =>
        graph.Nodes.Any(node => node.Origin.Segment is not null) ? new Recompute().Rewrite(graph) : graph;

    Graph Rewrite(Graph graph)
    {
        FindKept(graph.Nodes);
        foreach (Node node in graph.Nodes)
        {
            if (node.Origin.IsGradient)
            {
                ComputeAgain(node.Inputs);
            }

            Add(node);
        }

        return graph.Mapped(Now) with { Nodes = nodes };
    }

    /// <summary>What a segment makes and another part of the forward reads, and what such a tensor only shows.</summary>
    void FindKept(IReadOnlyList<Node> all)
    {
        foreach (Node reader in all.Where(node => !node.Origin.IsGradient))
        {
            foreach (Tensor input in reader.Inputs.Where(input => IsFromElsewhere(input, reader)))
            {
                Tensor shown = input;
                while (kept.Add(shown) && shown.Producer is { Op: Reshape or Slice or Permute or Broadcast } view)
                {
                    shown = view.Inputs[0];
                }
            }
        }
    }

    static bool IsFromElsewhere(Tensor tensor, Node reader) =>
        tensor.Producer is { } maker && maker.Origin.Segment != reader.Origin.Segment;

    bool IsDropped(Tensor tensor) => tensor.Producer?.Origin.Segment is not null && !kept.Contains(tensor);

    void ComputeAgain(Tensor[] needed)
    {
        foreach (Node node in Node.Before(needed, tensor => !IsDropped(tensor) || again.ContainsKey(tensor)))
        {
            Node copy = Copy(node, [.. node.Inputs.Select(Again)], node.Origin.Gradient);
            for (int i = 0; i < copy.Outputs.Length; i++)
            {
                copy.Outputs[i].Name = node.Outputs[i].Name is { } name ? $"{name}:again" : null;
                again.TryAdd(node.Outputs[i], copy.Outputs[i]);
            }

            nodes.Add(copy);
        }
    }

    void Add(Node node)
    {
        Tensor[] inputs = [.. node.Inputs.Select(input => node.Origin.IsGradient ? Again(input) : Now(input))];
        if (inputs.AsSpan().SequenceEqual(node.Inputs))
        {
            nodes.Add(node);
            return;
        }

        Node copy = Copy(node, inputs, node.Origin);
        for (int i = 0; i < copy.Outputs.Length; i++)
        {
            copy.Outputs[i].Name = node.Outputs[i].Name;
            replaced.Add(node.Outputs[i], copy.Outputs[i]);
        }

        nodes.Add(copy);
    }

    static Node Copy(Node node, Tensor[] inputs, Origin origin) =>
        new(node.Op, inputs, [.. node.Outputs.Select(output => output.TensorType)], origin);

    Tensor Now(Tensor tensor) => replaced.GetValueOrDefault(tensor, tensor);

    Tensor Again(Tensor tensor) => IsDropped(tensor) && again.TryGetValue(tensor, out Tensor? copy) ? copy : Now(tensor);
}
