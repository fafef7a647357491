using VkLearn.Data;
using VkLearn.Formats;

namespace VkLearn.Training;

/// <summary>
/// What a user says of names: a tensor, a layer or a part of a file, and the place, layer or part of the model that it is.
/// </summary>
/// <param name="names">Each once: <c>("encoder", "layers.1")</c>.</param>
sealed class WeightMap(IReadOnlyList<(string From, string To)> names)
{
    /// <summary>What it decides.</summary>
    /// <param name="isTransposed">Whether a matrix of the file is (out, in).</param>
    /// <param name="misfit">What does not fit so; null where all does.</param>
    /// <exception cref="DataException">A name is none of the file's or of the model's, or two are for one place.</exception>
    public List<WeightMatch> Find(SafetensorsFile file, IReadOnlyList<Place> places, bool isTransposed, out string? misfit)
    {
        List<WeightMatch> matches = [];
        misfit = null;
        foreach ((string from, string to) in names)
        {
            foreach (SafetensorsTensor tensor in Named(file, from))
            {
                string renamed = Joined(to, WeightName.Plain(tensor.Name)[WeightName.Plain(from).Length..]);
                if (WeightName.Parse(renamed).IsCount)
                {
                    continue;
                }

                Place place = PlaceOf(file, places, $"{from}={to}", to, tensor, renamed);
                // A tensor that is named as the place that it is for may be called as it likes itself.
                WeightName name = WeightName.Parse(renamed);
                WeightLayout? layout =
                    WeightLayouts.Of(place, place.Path == renamed ? name with { Role = place.Name } : name, tensor.Shape, isTransposed);
                misfit ??= layout is null ? $"tensor {tensor} does not fit {place.Path} {place.Shape}, as {from}={to} says." : null;
                matches.Add(new(place, tensor, layout ?? WeightLayout.Same));
            }
        }

        return matches.GroupBy(match => match.Place).FirstOrDefault(group => group.Count() > 1) is not { } twice ? matches
            : throw new DataException(file.Path, $"{twice.Key.Path} is given both "
                + $"{string.Join(" and ", twice.Select(one => one.Tensor.Name))}. Map one name to each.");
    }

    static string Joined(string to, string rest) => to == "" ? rest.TrimStart('.') : to + rest;

    static SafetensorsTensor[] Named(SafetensorsFile file, string from)
    {
        string name = WeightName.Plain(from);
        SafetensorsTensor[] named = [.. file.Tensors.Where(tensor => WeightName.Plain(tensor.Name) is var plain
            && (plain == name || plain.StartsWith(name + '.', StringComparison.Ordinal)))];
        return named.Length > 0 ? named : throw Unknown(file, "the file", from,
            [.. file.Tensors.SelectMany(tensor => new[] { tensor.Name, WeightName.Parse(tensor.Name).Layer })]);
    }

    static Place PlaceOf(SafetensorsFile file, IReadOnlyList<Place> places, string map, string to, SafetensorsTensor tensor, string renamed)
    {
        WeightName name = WeightName.Parse(renamed);
        string bare = name.Layer.EndsWith(".l0", StringComparison.Ordinal) ? name.Layer[..^3] : name.Layer; // a module that stacks one
        return places.FirstOrDefault(place => place.Path == renamed)
            ?? places.FirstOrDefault(place => LayerOf(place) is var layer && (layer == name.Layer || layer == bare)
                && WeightName.MeanTheSame(name.Role, place.Name))
            ?? throw Unknown(file, "the model", to, [.. places.SelectMany(place => new[] { LayerOf(place), place.Path })],
                $"{map} makes {tensor.Name} {renamed}, but ");
    }

    static string LayerOf(Place place) => place.Path[..Math.Max(0, place.Path.Length - place.Name.Length - 1)];

    static DataException Unknown(SafetensorsFile file, string whose, string name, IReadOnlyList<string> known, string why = "")
    {
        string[] all = [.. known.Where(one => one != "").Distinct()];
        string nearest = NearestWord.Meant(name, all);
        return new(file.Path, $"{why}{whose} has no \"{name}\".{nearest} It has: {string.Join(", ", all)}.");
    }
}
