using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// A place's value that is returned, watched, tallied or assigned to another place, and that the recording then changes, is copied: a
/// tensor names a value, not a place. So is any that a recording returns which is run once: its results outlive it, while places go on.
/// </summary>
static class OldValues
{
    public static Graph Run(Graph graph, bool runsOnce)
    {
        HashSet<Place> changed =
            [.. graph.Assignments.Select(assignment => assignment.Place), .. graph.Tallies.Select(tally => tally.Sums)];
        Dictionary<Tensor, Node> copies = [];
        Tensor[] results = [.. graph.Results.Select(result => Copied(result))];
        Dictionary<string, Tensor> watches = graph.Watches.ToDictionary(watch => watch.Key, watch => Copied(watch.Value));
        Tally[] tallies = [.. graph.Tallies.Select(tally => tally with { Values = Copied(tally.Values) })];
        (Place Place, Tensor Value)[] assignments = [.. graph.Assignments.Select(assignment =>
            IsOf(assignment.Value, assignment.Place) ? assignment : (assignment.Place, Copied(assignment.Value, isKept: false)))];
        return graph with
        {
            Nodes = [.. graph.Nodes, .. copies.Values], Results = results, Watches = watches, Tallies = tallies, Assignments = assignments,
        };

        bool IsOf(Tensor value, Place place) => Views.Memory(value).Leaf is PlaceLeaf leaf && leaf.Place == place;

        // What outlives a recording that runs once is copied in any case.
        Tensor Copied(Tensor tensor, bool isKept = true)
        {
            if (!(Views.Memory(tensor).Leaf is PlaceLeaf leaf && ((runsOnce && isKept) || changed.Contains(leaf.Place))))
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
