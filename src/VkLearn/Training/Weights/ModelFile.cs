using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;

namespace VkLearn.Training;

/// <summary>A model's weights and its layers' states as a safetensors file, by their paths.</summary>
public static class ModelFile
{
    /// <summary>What the metadata's "format" is in a file of VkLearn's.</summary>
    internal const string Format = "vklearn";

    extension(Layer model)
    {
        /// <summary>Writes weights and states, whole or not at all; waits for what was submitted.</summary>
        /// <param name="about">Texts to go with them.</param>
        /// <exception cref="IOException">It cannot be written; the file of before, if any, is still there.</exception>
        /// <exception cref="InvalidOperationException">No device has used the model yet.</exception>
        public void Save(string path, IReadOnlyDictionary<string, string>? about = null)
        {
            Dictionary<string, string> metadata = new(about ?? new Dictionary<string, string>())
            {
                ["format"] = Format,
                ["model"] = model.GetType().Name,
            };
            Snapshot.Of([.. Places([model]).Select(place => (place.Path, place))], metadata).Save(path);
        }

        /// <summary>
        /// Reads weights and states. A file of VkLearn's, also a checkpoint, has them by their paths. Another's is taken layer by layer: by
        /// the names' equality, else by shapes and the numbers in names, its matrices as (out, in), as PyTorch has them, unless only
        /// [in, out] fits. Norms may be named as PyTorch or Keras name them. Where that leaves a choice, it is refused.
        /// </summary>
        /// <param name="map">Names of the file's tensors, layers or parts, and the model's paths that they are: <c>("encoder",
        /// "layers.1")</c>.</param>
        /// <exception cref="DataException">A tensor is missing, surplus or does not fit, or there is a choice; the message names it.
        /// </exception>
        public void Load(GpuDevice gpu, string path, IReadOnlyList<(string From, string To)>? map = null)
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            Load(gpu, file, Matches(file, Places([model]), map ?? [], part: ""));
        }
    }

    /// <summary>Reads weights and states of a model from a file that holds more: by their paths, with the name of the model's root before
    /// them or without.</summary>
    /// <exception cref="DataException">A tensor is missing or does not fit; the message names it.</exception>
    internal static void LoadPart(GpuDevice gpu, Layer model, string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Load(gpu, file, [.. Places([model]).Select(place => PartOf(file, place, model.Root.Path))]);
    }

    static WeightMatch PartOf(SafetensorsFile file, Place place, string root)
    {
        string bare = root.Length > 0 ? place.Path[(root.Length + 1)..] : place.Path;
        SafetensorsTensor tensor = file.Tensors.FirstOrDefault(one => one.Name == place.Path)
            ?? file.Tensors.FirstOrDefault(one => one.Name == bare)
            ?? throw new DataException(file.Path, $"tensor {place.Path} or {bare} {place.Shape} is missing, which the model has.");
        return tensor.Shape == place.Shape ? new(place, tensor, WeightLayout.Same)
            : throw new DataException(file.Path, $"tensor {tensor} must be {place.Shape} for this model.");
    }

    internal static bool IsOurs(SafetensorsFile file) => file.Metadata.TryGetValue("format", out string? format) && format == Format;

    internal static List<Place> Places(IEnumerable<Layer> models)
    {
        Layer[] all = [.. models];
        return [.. all.SelectMany(model => model.Parameters).Distinct(), .. all.SelectMany(model => model.States).Distinct()];
    }

    /// <param name="part">What the names of a checkpoint's further learner begin with.</param>
    internal static List<WeightMatch> Matches(
        SafetensorsFile file, IReadOnlyList<Place> places, IReadOnlyList<(string From, string To)> map, string part) =>
        IsOurs(file) ? ByPath(file, places, new WeightMap(map), part)
            : WeightMatching.Find(file, [.. places.Where(place => place is not State { IsOfBatches: true })], new WeightMap(map));

    internal static void Load(GpuDevice gpu, SafetensorsFile file, IEnumerable<WeightMatch> matches)
    {
        foreach ((Place place, SafetensorsTensor tensor, WeightLayout layout) in matches)
        {
            Session.Of(gpu).Settle(place);
            place.Load(layout.ToPlace(Values(file, tensor), place.Shape));
        }
    }

    internal static float[] Values(SafetensorsFile file, SafetensorsTensor tensor) =>
        tensor.Type.ToFloats(file.Read(tensor).Bytes.Span) ?? throw new DataException(
            file.Path, $"tensor {tensor}: weights of type {tensor.Type.Name()} are not read. Convert it to F32, F16 or BF16.");

    static List<WeightMatch> ByPath(SafetensorsFile file, IReadOnlyList<Place> places, WeightMap map, string part)
    {
        List<WeightMatch> matches = map.Find(file, places, isTransposed: false, out string? misfit);
        if (misfit is not null)
        {
            throw new DataException(file.Path, misfit);
        }

        HashSet<SafetensorsTensor> mapped = [.. matches.Select(match => match.Tensor)];
        // What else a checkpoint holds has a colon in its name, or a slash: further learners.
        Dictionary<string, SafetensorsTensor> tensors = file.Tensors
            .Where(one => one.Name.StartsWith(part, StringComparison.Ordinal) && !one.Name.Contains(':') && !mapped.Contains(one))
            .Select(one => (Name: one.Name[part.Length..], Tensor: one)).Where(one => !one.Name.Contains(Snapshot.Between))
            .ToDictionary(one => one.Name, one => one.Tensor);
        foreach (Place place in places.Except(matches.Select(match => match.Place)))
        {
            if (!tensors.Remove(place.Path, out SafetensorsTensor? tensor))
            {
                throw new DataException(file.Path, $"tensor {part}{place.Path} {place.Shape} is missing, which the model has.");
            }

            matches.Add(tensor.Shape == place.Shape ? new(place, tensor, WeightLayout.Same)
                : throw new DataException(file.Path, $"tensor {tensor} must be {place.Shape} for this model."));
        }

        return tensors.Values.FirstOrDefault() is { } surplus
            ? throw new DataException(file.Path, $"tensor {surplus} has no place in this model.") : matches;
    }
}
