namespace VkLearn.Training;

/// <summary>
/// A network as it was traced: inputs, layers and joins in the order in which they are computed, and what each reads. Layers that only
/// regroup have no node; those that keep the shape and multiply by no weights belong to the node before.
/// </summary>
/// <param name="Nodes">Each reads only those before it.</param>
public sealed record NetworkMap(IReadOnlyList<NetworkNode> Nodes)
{
    /// <summary>Numbers that all nodes learn.</summary>
    public long Parameters => Nodes.Sum(node => node.Parameters);

    /// <summary>Of a model's answer to an input; without a device, only shapes are made.</summary>
    /// <exception cref="ArgumentException">The model refuses the input; the message says what would fit.</exception>
    public static NetworkMap Of(Layer model, Shape input)
    {
        Trace trace = new() { Training = false };
        using (Trace.Begin(trace))
        {
            Tensor given = Tensor.Zeros(input);
            given.Name = "input";
            NetworkTrace network = new();
            using (network.Listen(trace, [given]))
            {
                return network.End(Trace.NamesOf([given, model.Forward(given)]));
            }
        }
    }

    /// <summary>The nodes, at most so many if folding stacks of like ones makes them so few.</summary>
    public IReadOnlyList<FoldedNode> Fold(int most) => NetworkFold.Fold(Nodes, most);

    /// <summary>Names of what those that are left when it is folded make, and of their weights' gradients.</summary>
    internal IEnumerable<string> TensorsOf(int most) =>
        Fold(most).SelectMany(folded => new[] { folded.Node.Tensor, folded.Node.Gradient }).OfType<string>().Distinct();
}
