namespace VkLearn.Compile;

/// <summary>A recording between passes: nodes in program order, and what must come out of them.</summary>
/// <param name="Results">What the recording returns.</param>
/// <param name="Watches">What is to be seen, by name.</param>
/// <param name="Assignments">Places and the values they have at the end.</param>
/// <param name="Tallies">What is added to sums at the end.</param>
sealed record Graph(
    IReadOnlyList<Node> Nodes,
    IReadOnlyList<Tensor> Results,
    IReadOnlyDictionary<string, Tensor> Watches,
    IReadOnlyList<(Place Place, Tensor Value)> Assignments,
    IReadOnlyList<Tally> Tallies)
{
    /// <summary>Everything that must be in memory at the end.</summary>
    public IEnumerable<Tensor> Roots => Results.Concat(Watches.Values).Concat(Assignments.Select(a => a.Value))
        .Concat(Tallies.Select(tally => tally.Values));

    public static Graph Of(Trace trace, IReadOnlyList<Tensor> results)
    {
        Graph graph = Ends(trace, results);
        return graph with { Nodes = Node.Before(graph.Roots) };
    }

    /// <summary>What must come out of a trace, but not yet by which nodes.</summary>
    public static Graph Ends(Trace trace, IReadOnlyList<Tensor> results) =>
        new([], results, trace.Watches, [.. trace.Assigned], trace.Tallies);

    /// <summary>
    /// Goes through the nodes in order. The rule sees each with its inputs as they are by then, and returns what takes the place of its
    /// outputs, or null to keep it.
    /// </summary>
    /// <param name="keepsPlace">Whether what takes a node's place runs where it did, not where it is first needed.</param>
    public Graph Rewrite(Func<Node, Tensor[]?> rule, bool keepsPlace = false)
    {
        Dictionary<Tensor, Tensor> replaced = [];
        List<Node> nodes = [];
        foreach (Node old in Nodes)
        {
            Node node = WithInputs(old, replaced);
            Tensor[]? outputs = rule(node);
            if (outputs is null)
            {
                nodes.Add(node);
            }
            else if (keepsPlace && outputs[0].Producer is { } made)
            {
                nodes.Add(made);
            }

            Replace(replaced, old.Outputs, outputs ?? node.Outputs);
        }

        return Mapped(tensor => replaced.GetValueOrDefault(tensor, tensor)) with { Nodes = nodes };
    }

    public Graph Mapped(Func<Tensor, Tensor> map) => new(
        Nodes,
        [.. Results.Select(map)],
        Watches.ToDictionary(watch => watch.Key, watch => map(watch.Value)),
        [.. Assignments.Select(a => (a.Place, map(a.Value)))],
        [.. Tallies.Select(tally => tally with { Values = map(tally.Values) })]);

    /// <summary>Only what the roots need, in order. Nodes that a rewrite made are found through their tensors.</summary>
    public Graph Live()
    {
        HashSet<Node> needed = [.. Node.Before(Roots)];
        return this with { Nodes = [.. Nodes.Where(needed.Contains)] };
    }

    /// <summary>Nodes that a rewrite's rules made, put where they are first needed.</summary>
    public Graph WithAllNodes()
    {
        HashSet<Node> placed = [];
        List<Node> nodes = [];
        foreach (Node node in Nodes)
        {
            Place(node);
        }

        foreach (Tensor root in Roots)
        {
            Visit(root);
        }

        return this with { Nodes = nodes };

        void Visit(Tensor tensor)
        {
            if (tensor.Producer is { } node && !placed.Contains(node))
            {
                Place(node);
            }
        }

        void Place(Node node)
        {
            if (placed.Contains(node))
            {
                return;
            }

            foreach (Tensor input in node.Inputs)
            {
                Visit(input);
            }

            placed.Add(node);
            nodes.Add(node);
        }
    }

    public static Node WithInputs(Node node, Dictionary<Tensor, Tensor> replaced)
    {
        if (!node.Inputs.Any(replaced.ContainsKey))
        {
            return node;
        }

        Node copy = new(node.Op, [.. node.Inputs.Select(input => replaced.GetValueOrDefault(input, input))],
            [.. node.Outputs.Select(o => o.TensorType)], node.Origin);
        TakeNames(node.Outputs, copy.Outputs);
        return copy;
    }

    static void Replace(Dictionary<Tensor, Tensor> replaced, Tensor[] old, Tensor[] by)
    {
        for (int i = 0; i < old.Length; i++)
        {
            if (old[i] != by[i])
            {
                replaced[old[i]] = by[i];
            }
        }

        TakeNames(old, by);
    }

    static void TakeNames(Tensor[] from, Tensor[] to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i].Name ??= from[i].Name;
        }
    }
}
