using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// A place's value that is returned, watched or tallied, and that the recording then changes, is copied: a tensor names a value, not a
/// place. So is any that a recording returns which is run once: its results outlive it, while places go on.
/// </summary>
static class OldValues
{
    public static Graph Run(Graph graph, bool runsOnce)
    {
        HashSet<Place> changed =
            [.. graph.Assignments.Select(assignment => assignment.Place), .. graph.Tallies.Select(tally => tally.Sums)];
        Dictionary<Tensor, Node> copies = [];
        Tensor[] results = [.. graph.Results.Select(Copied)];
        Dictionary<string, Tensor> watches = graph.Watches.ToDictionary(watch => watch.Key, watch => Copied(watch.Value));
        Tally[] tallies = [.. graph.Tallies.Select(tally => tally with { Values = Copied(tally.Values) })];
        return graph with { Nodes = [.. graph.Nodes, .. copies.Values], Results = results, Watches = watches, Tallies = tallies };

        Tensor Copied(Tensor tensor)
        {
            if (!(Views.Memory(tensor).Leaf is PlaceLeaf leaf && (runsOnce || changed.Contains(leaf.Place))))
            {
                return tensor;
            }

            if (!copies.TryGetValue(tensor, out Node? copy))
            {
                copies.Add(tensor, copy = new Node(new Broadcast(tensor.Shape), [tensor], [tensor.TensorType]));
                copy.Outputs[0].Name = tensor.Name;
            }

            return copy.Outputs[0];
        }
    }
}
