namespace VkLearn.Compile;

/// <summary>
/// Where one kernel makes what two ops make of the same inputs (<see cref="Op.JointWith"/>), it makes both: a dispatch less; and again,
/// until there is no such pair. It computes each as its own kernel would, so the bits are the same.
/// </summary>
static class Joint
{
    public static Graph Run(Graph graph)
    {
        while (Pairs(graph) is { Count: > 0 } pairs)
        {
            graph = Join(graph, pairs);
        }

        return graph;
    }

    /// <summary>Nodes whose outputs one op makes.</summary>
    /// <param name="Both">Makes the outputs of the first and then of the second.</param>
    sealed record Pair(Node First, Node Second, Op Both);

    static Graph Join(Graph graph, IReadOnlyDictionary<Node, Pair> pairs)
    {
        Dictionary<Node, Tensor[]> made = [];
        int index = 0;
        return graph.Rewrite(node =>
        {
            Node old = graph.Nodes[index++];
            if (!pairs.TryGetValue(old, out Pair? pair) || made.ContainsKey(old))
            {
                return made.GetValueOrDefault(old);
            }

            Node other = old == pair.First ? pair.Second : pair.First;
            Tensor[] inputs = [.. node.Inputs, .. other.Inputs.Skip(node.Inputs.Length)];
            Tensor[] outputs = new Node(pair.Both, inputs, pair.Both.Inferred([.. inputs.Select(input => input.TensorType)])).Outputs;
            int split = pair.First.Outputs.Length;
            (Tensor[] first, Tensor[] second) = (outputs[..split], outputs[split..]);
            made.Add(other, old == pair.First ? second : first);
            return old == pair.First ? first : second;
        }).WithAllNodes();
    }

    /// <summary>By each of their two nodes. One that brings inputs goes before one that brings none, which fits with more.</summary>
    static Dictionary<Node, Pair> Pairs(Graph graph)
    {
        Dictionary<Node, Pair> pairs = [];
        ILookup<Tensor, Node> readers = graph.Nodes.Where(node => node.Inputs.Length > 0).ToLookup(node => node.Inputs[0]);
        Dictionary<Node, int> at = graph.Nodes.Select((node, i) => (node, i)).ToDictionary(entry => entry.node, entry => entry.i);
        foreach (Node second in graph.Nodes.Where(node => node.Op.JoinedWith is not null).OrderByDescending(node => node.Inputs.Length))
        {
            if (!pairs.ContainsKey(second)
                && readers[second.Inputs[0]].Select(first => PairOf(first, second)).FirstOrDefault(IsPair) is { } pair)
            {
                pairs.Add(pair.First, pair);
                pairs.Add(pair.Second, pair);
            }
        }

        return pairs;

        static bool IsPair(Pair? pair) => pair is not null;

        Pair? PairOf(Node first, Node second) =>
            first != second && !pairs.ContainsKey(first) && second.Op.JoinedWith!(first.Op) is { } both && CanJoin(first, second)
                ? new Pair(first, second, both) : null;

        bool CanJoin(Node first, Node second)
        {
            (Node early, Node late) = at[first] < at[second] ? (first, second) : (second, first);
            int shared = Math.Min(early.Inputs.Length, late.Inputs.Length);
            return early.Inputs.AsSpan(0, shared).SequenceEqual(late.Inputs.AsSpan(0, shared))
                && late.Inputs.Skip(shared).All(IsThereFromTheStart);
        }
    }

    /// <summary>Whether it is known before any node runs: then the later node can run as early as the earlier.</summary>
    static bool IsThereFromTheStart(Tensor tensor) => tensor.Leaf is not null || tensor.Producer is { Inputs.Length: 0 };
}
