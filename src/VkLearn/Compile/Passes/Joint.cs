namespace VkLearn.Compile;

/// <summary>
/// Where one kernel makes what two ops make of the same inputs (<see cref="Op.Joint"/>), it makes both: a dispatch less. It computes each
/// as its own kernel would, so the bits are the same.
/// </summary>
static class Joint
{
    public static Graph Run(Graph graph)
    {
        Dictionary<Node, Node> secondOf = Pairs(graph);
        Dictionary<Node, Tensor[]> made = [];
        int index = 0;
        return graph.Rewrite(node =>
        {
            Node old = graph.Nodes[index++];
            if (!secondOf.TryGetValue(old, out Node? second))
            {
                return made.GetValueOrDefault(old);
            }

            Tensor[] inputs = [.. node.Inputs, .. second.Inputs[node.Inputs.Length..]];
            Op both = second.Op.JoinedWith!.Value.Both;
            Tensor[] outputs = new Node(both, inputs, both.Inferred([.. inputs.Select(input => input.TensorType)])).Outputs;
            made.Add(second, outputs[node.Outputs.Length..]);
            return outputs[..node.Outputs.Length];
        }).WithAllNodes();
    }

    /// <summary>For a node the one that it makes as well.</summary>
    static Dictionary<Node, Node> Pairs(Graph graph)
    {
        ILookup<Tensor, Node> readers = graph.Nodes.Where(node => node.Inputs.Length > 0).ToLookup(node => node.Inputs[0]);
        Dictionary<Node, Node> secondOf = [];
        foreach (Node second in graph.Nodes)
        {
            if (second.Op.JoinedWith is { } joint
                && readers[second.Inputs[0]].FirstOrDefault(node => node.Op.Equals(joint.With)) is { } first
                && second.Inputs.AsSpan().StartsWith(first.Inputs) && second.Inputs.Skip(first.Inputs.Length).All(IsThereFromTheStart))
            {
                secondOf.TryAdd(first, second);
            }
        }

        return secondOf;
    }

    /// <summary>Whether it is known before any node runs: then the second can run as early as the first.</summary>
    static bool IsThereFromTheStart(Tensor tensor) => tensor.Leaf is not null || tensor.Producer is { Inputs.Length: 0 };
}
