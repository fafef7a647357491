namespace VkLearn.Training;

/// <summary>Which layers of a model and of a file are of one kind, by what they own, and beside which others they stand.</summary>
sealed class WeightCompany
{
    readonly Dictionary<string, HashSet<string>> fitting = []; // kinds of the file that a kind of the model takes
    readonly Dictionary<WeightLayer, string> kinds;
    readonly Dictionary<WeightGroup, string> theirKinds;
    readonly ILookup<string, string> company, theirCompany; // kinds of the model, by the part that they stand in

    public WeightCompany(IReadOnlyList<WeightLayer> layers, IReadOnlyList<WeightGroup> groups, bool isTransposed)
    {
        kinds = layers.ToDictionary(layer => layer, KindOf);
        theirKinds = groups.ToDictionary(group => group, KindOf);
        foreach (WeightLayer layer in layers.DistinctBy(layer => kinds[layer]))
        {
            fitting[kinds[layer]] = [.. groups.DistinctBy(group => theirKinds[group])
                .Where(group => group.Match(layer, isTransposed) is not null).Select(group => theirKinds[group])];
        }

        company = layers.ToLookup(layer => layer.Parent, layer => kinds[layer]);
        theirCompany = groups.ToLookup(group => group.Parent,
            group => fitting.FirstOrDefault(one => one.Value.Contains(theirKinds[group])).Key ?? "");
    }

    static string KindOf(WeightLayer layer) => string.Join(' ', layer.Places.Select(place =>
        $"{(place as Parameter)?.Owner?.GetType().Name} {place.Name} {place.Shape}"));

    static string KindOf(WeightGroup group) => string.Join(' ', group.Tensors.Select(one => $"{one.Name.Role} {one.Tensor.Shape}")
        .Order(StringComparer.Ordinal));

    public bool Fits(WeightLayer layer, WeightGroup group) => fitting[kinds[layer]].Contains(theirKinds[group]);

    /// <summary>Layers of one kind and as many groups, all that fit them; null where there are none such.</summary>
    public (WeightLayer[] Layers, WeightGroup[] Groups)? NextAlike(IReadOnlyList<WeightLayer> layers, IReadOnlyList<WeightGroup> groups)
    {
        foreach (IGrouping<string, WeightLayer> alike in layers.GroupBy(layer => kinds[layer]))
        {
            WeightGroup[] theirs = [.. groups.Where(group => fitting[alike.Key].Contains(theirKinds[group]))];
            if (theirs.Length == alike.Count())
            {
                return ([.. alike], theirs);
            }
        }

        return null;
    }

    /// <summary>The first layer for which the groups are too few; null where they are enough.</summary>
    public WeightLayer? Lacking(IReadOnlyList<WeightLayer> layers, IReadOnlyList<WeightGroup> groups) =>
        layers.GroupBy(layer => kinds[layer])
        .Select(alike => alike.ElementAtOrDefault(groups.Count(group => fitting[alike.Key].Contains(theirKinds[group]))))
        .FirstOrDefault(lacking => lacking is not null);

    /// <summary>
    /// Alike ones in parts where that tells them apart: a layer stands beside certain others in a part of the model, and a group beside
    /// such in a part of the file. So a network's first norm is none of its blocks' norms, whatever their names.
    /// </summary>
    public IEnumerable<(IReadOnlyList<WeightLayer> Layers, IReadOnlyList<WeightGroup> Groups)> Divide(
        IReadOnlyList<WeightLayer> layers, IReadOnlyList<WeightGroup> groups)
    {
        ILookup<string, WeightLayer> ours = layers.ToLookup(layer => Text(company[layer.Parent]));
        ILookup<string, WeightGroup> theirs = groups.ToLookup(group => Text(theirCompany[group.Parent]));
        return ours.Count == theirs.Count && ours.All(some => theirs[some.Key].Count() == some.Count())
            ? ours.Select(some => ((IReadOnlyList<WeightLayer>)[.. some], (IReadOnlyList<WeightGroup>)[.. theirs[some.Key]]))
            : [(layers, groups)];
    }

    static string Text(IEnumerable<string> kinds) => string.Join('\n', kinds.Order(StringComparer.Ordinal));
}
