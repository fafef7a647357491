namespace VkLearn;

/// <summary>One application of an op, as traced: what it read and what it makes.</summary>
sealed class Node
{
    static long sequence;

    public Node(Op op, Tensor[] inputs, ReadOnlySpan<TensorType> outputs, Origin origin = default)
    {
        Op = op;
        Origin = origin;
        Inputs = inputs;
        Id = Interlocked.Increment(ref sequence);
        Outputs = new Tensor[outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            Outputs[i] = new Tensor(outputs[i], this);
        }
    }

    /// <summary>Grows in program order, so that sorting by it is a topological sort.</summary>
    public long Id { get; }

    /// <inheritdoc cref="Tensor.GetHashCode"/>
    public override int GetHashCode() => (int)Id;

    public Op Op { get; }

    /// <summary>Where it was traced; a pass hands it on to what it puts in a node's place.</summary>
    public Origin Origin { get; }
    public Tensor[] Inputs { get; }
    public Tensor[] Outputs { get; }

    /// <summary>Whether it stands outside a recording and is made of constants only, so that it waits for who needs it.</summary>
    public bool Waits { get; set; }

    /// <summary>The nodes that these tensors are made by, in program order.</summary>
    /// <param name="stop">Tensors that are taken as given: what made them is not looked at.</param>
    public static List<Node> Before(IEnumerable<Tensor> tensors, Predicate<Tensor>? stop = null)
    {
        HashSet<Node> seen = [];
        Stack<Tensor> open = new(tensors);
        while (open.TryPop(out Tensor? tensor))
        {
            if (stop?.Invoke(tensor) == true || tensor.Producer is not { } node || !seen.Add(node))
            {
                continue;
            }

            foreach (Tensor input in node.Inputs)
            {
                open.Push(input);
            }
        }

        List<Node> nodes = [.. seen];
        nodes.Sort((a, b) => a.Id.CompareTo(b.Id));
        return nodes;
    }
}
