using VkLearn.Formats;

namespace VkLearn.Training;

/// <summary>What a file holds of one layer, by the layer's name there.</summary>
sealed record WeightGroup(string Name, IReadOnlyList<(WeightName Name, SafetensorsTensor Tensor)> Tensors)
{
    /// <summary>The name of the layer that this one is a part of.</summary>
    public string Parent => Name[..Math.Max(0, Name.LastIndexOf('.'))];

    /// <summary>What it owns, without layers of equal names in a file of another order.</summary>
    public static List<WeightGroup> Of(IEnumerable<SafetensorsTensor> tensors) =>
    [
        .. tensors.Select(tensor => (Name: WeightName.Parse(tensor.Name), Tensor: tensor)).Where(one => !one.Name.IsCount)
            .GroupBy(one => one.Name.Layer).Select(group => new WeightGroup(group.Key, [.. group])),
    ];

    /// <summary>Which of its tensors is which of a layer's places; null where they are not as many or one does not fit.</summary>
    public List<WeightMatch>? Match(WeightLayer layer, bool isTransposed)
    {
        if (layer.Places.Count != Tensors.Count)
        {
            return null;
        }

        List<WeightMatch> matches = [];
        foreach (Place place in layer.Places)
        {
            foreach ((WeightName name, SafetensorsTensor tensor) in Tensors)
            {
                if (WeightLayouts.Of(place, name, tensor.Shape, isTransposed) is { } layout)
                {
                    matches.Add(new(place, tensor, layout));
                    break;
                }
            }
        }

        return matches.Select(match => match.Tensor).Distinct().Count() == Tensors.Count ? matches : null;
    }

    public override string ToString() => string.Join(", ", Tensors.Select(one => one.Tensor));
}

/// <summary>What a layer of a model owns itself, of those that own anything.</summary>
/// <param name="Parent">The path of the layer that it is a part of.</param>
sealed record WeightLayer(string Path, string Parent, IReadOnlyList<Place> Places)
{
    /// <summary>In the order of the model.</summary>
    public static List<WeightLayer> Of(IEnumerable<Place> places) =>
    [
        .. places.GroupBy(OwnerOf).Select(group =>
            new WeightLayer(group.Key?.Path ?? "", group.Key?.Parent?.Path ?? "", [.. group])),
    ];

    static Layer? OwnerOf(Place place) => (place as Parameter)?.Owner ?? (place as State)?.Owner;

    public override string ToString() => string.Join(", ", Places.Select(place => $"{place.Path} {place.Shape}"));
}

/// <summary>Which tensor of a file a place takes.</summary>
readonly record struct WeightMatch(Place Place, SafetensorsTensor Tensor, WeightLayout Layout);
