using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Layers;

namespace VkLearn.Training;

/// <summary>
/// Which tensor of another program's file is which place of a model. Where names say it all (each layer's path, but for what all begin
/// with), they decide. Else a layer's tensors go by what they mean and by their shapes; those of several equal layers by the numbers in
/// their names, ours being in the order of the model, and by what layers stand beside them in the same part. Where that leaves a choice,
/// nothing is chosen: the names of a safetensors file are sorted, so their order tells nothing.
/// </summary>
sealed class WeightMatching
{
    readonly SafetensorsFile file;
    readonly bool isTransposed;
    readonly List<WeightMatch> matches;
    readonly List<WeightLayer> layers;
    readonly List<WeightGroup> groups;
    readonly WeightCompany company;
    readonly string? misfit;
    string? choice;

    /// <param name="isTransposed">Whether a matrix of the file is (out, in).</param>
    WeightMatching(SafetensorsFile file, IReadOnlyList<Place> places, WeightMap map, bool isTransposed)
    {
        (this.file, this.isTransposed) = (file, isTransposed);
        matches = map.Find(file, places, isTransposed, out misfit);
        layers = WeightLayer.Of(places.Except(matches.Select(match => match.Place)));
        groups = WeightGroup.Of(file.Tensors.Except(matches.Select(match => match.Tensor)));
        company = new WeightCompany(layers, groups, isTransposed);
    }

    /// <exception cref="DataException">A layer finds no tensors, tensors find no layer, or there is a choice; the message names them.
    /// </exception>
    public static List<WeightMatch> Find(SafetensorsFile file, IReadOnlyList<Place> places, WeightMap map)
    {
        WeightMatching best = new(file, places, map, isTransposed: true);
        if (best.Run() is { } problem)
        {
            best = new(file, places, map, isTransposed: false);
            if (best.Run() is not null)
            {
                throw new DataException(file.Path, problem);
            }
        }

        best.RefuseKerasRows(places);
        return best.choice is { } choice ? throw new DataException(file.Path, choice) : best.matches;
    }

    /// <summary>
    /// Keras's images are [rows, columns, channels], so that what follows them flattened has its rows in another order than ours.
    /// </summary>
    void RefuseKerasRows(IReadOnlyList<Place> places)
    {
        Dictionary<Place, WeightMatch> matched = matches.ToDictionary(match => match.Place);
        int channels = 0;
        foreach (Place place in places.Where(matched.ContainsKey))
        {
            if (matched[place].Layout == WeightLayout.ChannelsLast)
            {
                channels = place.Shape[0];
            }
            else if (channels > 0 && place is Parameter { Owner: Dense, Shape.Rank: 2 })
            {
                if (place.Shape[0] > channels && place.Shape[0] % channels == 0)
                {
                    throw new DataException(file.Path, $"{matched[place].Tensor} takes flattened images: its rows are in the order of "
                        + $"[rows, columns, {channels}] there, of [{channels}, rows, columns] in this model. Bring them to that order.");
                }

                channels = 0;
            }
        }
    }

    /// <returns>What finds nothing; null where all do, though there may be a choice.</returns>
    string? Run()
    {
        if (misfit is not null)
        {
            return misfit;
        }

        TakeByPath();
        while (company.NextAlike(layers, groups) is { } alike)
        {
            layers.RemoveAll(alike.Layers.Contains);
            groups.RemoveAll(alike.Groups.Contains);
            foreach ((IReadOnlyList<WeightLayer> some, IReadOnlyList<WeightGroup> theirs) in company.Divide(alike.Layers, alike.Groups))
            {
                TakeByNumber(some, theirs);
            }
        }

        return company.Lacking(layers, groups) is { } lacking
            ? $"no tensors fit {lacking} of the model. The file has {(groups.Count > 0 ? string.Join(", ", groups) : "nothing")} left."
            : groups.Count > 0 ? $"{string.Join(", ", groups)} have no place in the model." : null;
    }

    void Take(WeightLayer layer, WeightGroup group) => matches.AddRange(group.Match(layer, isTransposed)!);

    /// <summary>By equal names: all of them, or else those that have no number, which other layers would shift.</summary>
    void TakeByPath()
    {
        string[] ours = WithoutCommon([.. layers.Select(layer => layer.Path)]), theirs = WithoutCommon([.. groups.Select(one => one.Name)]);
        Dictionary<string, WeightGroup> byName = theirs.Zip(groups).ToDictionary(one => one.First, one => one.Second);
        (WeightLayer Layer, WeightGroup Group, string Name)[] named = [.. layers.Zip(ours)
            .Where(one => byName.TryGetValue(one.Second, out WeightGroup? group) && company.Fits(one.First, group))
            .Select(one => (one.First, byName[one.Second], one.Second))];
        bool areAll = named.Length == layers.Count && named.Length == groups.Count;
        foreach ((WeightLayer layer, WeightGroup group, _) in named.Where(one => areAll || !one.Name.Any(char.IsAsciiDigit)))
        {
            Take(layer, group);
            layers.Remove(layer);
            groups.Remove(group);
        }
    }

    /// <summary>Names without the parts that all of them begin with.</summary>
    static string[] WithoutCommon(string[] names)
    {
        string[][] parts = [.. names.Select(name => name.Split('.'))];
        int common = 0;
        while (parts.Length > 1 && parts.All(part => part.Length > common + 1 && part[common] == parts[0][common]))
        {
            common++;
        }

        return [.. parts.Select(part => string.Join('.', part[common..]))];
    }

    void TakeByNumber(IReadOnlyList<WeightLayer> alike, IReadOnlyList<WeightGroup> fitting)
    {
        WeightLayer[] back = [.. alike.Where(layer => WeightName.GoesBack(layer.Path))];
        WeightGroup[] theirBack = [.. fitting.Where(group => WeightName.GoesBack(group.Name))];
        if (back.Length == theirBack.Length && back.Length > 0 && back.Length < alike.Count)
        {
            TakeByNumber(back, theirBack);
            TakeByNumber([.. alike.Except(back)], [.. fitting.Except(theirBack)]);
            return;
        }

        if (fitting.Select(group => WeightOrder.Words(group.Name)).Distinct().Count() > 1)
        {
            string name = fitting[0].Name;
            choice ??= $"{string.Join(", ", alike.Select(layer => layer.Path))} may be "
                + $"{string.Join(", ", fitting.Select(group => group.Name))} in any order: their shapes are equal, and their names tell no "
                + $"order. Say which is which: --map {name}={alike[0].Path} or --map {name}={alike[1].Path}, and so on; in code by the "
                + "argument map.";
            return;
        }

        foreach ((WeightLayer layer, WeightGroup group) in alike.Zip(fitting.OrderBy(group => group.Name, WeightOrder.ByNumbers)))
        {
            Take(layer, group);
        }
    }
}
