using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Training;

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
            Snapshot.Of([.. Places(model).Select(place => (place.Path, place))], metadata).Save(path);
        }

        /// <summary>
        /// Reads weights and states. A file of VkLearn's, also a checkpoint, has them by their paths. Another's is taken layer by layer, in
        /// the order of its names, and its matrices as (out, in), as PyTorch has them, unless only [in, out] fits.
        /// </summary>
        /// <exception cref="DataException">A tensor is missing, surplus or does not fit; the message names it.</exception>
        public void Load(GpuDevice gpu, string path)
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            bool isOurs = file.Metadata.TryGetValue("format", out string? format) && format == Format;
            foreach ((Place place, SafetensorsTensor tensor, bool isTransposed) in
                isOurs ? ByPath(file, Places(model)) : WeightMatch.Find(file, Places(model)))
            {
                float[] values = tensor.Type.ToFloats(file.Read(tensor).Bytes.Span) ?? throw new DataException(
                    path, $"tensor {tensor}: weights of type {tensor.Type.Name()} are not read. Convert it to F32, F16 or BF16.");
                Session.Of(gpu).Settle(place);
                place.Load(isTransposed ? Transposed(values, place.Shape) : values);
            }
        }
    }

    static List<Place> Places(Layer model) => [.. model.Parameters.Distinct(), .. model.States.Distinct()];

    static IEnumerable<(Place Place, SafetensorsTensor Tensor, bool IsTransposed)> ByPath(SafetensorsFile file, List<Place> places)
    {
        // What else a checkpoint holds has a colon in its name, or a slash: further learners.
        Dictionary<string, SafetensorsTensor> tensors =
            file.Tensors.Where(t => !t.Name.Contains(':') && !t.Name.Contains(Snapshot.Between)).ToDictionary(t => t.Name);
        List<(Place, SafetensorsTensor, bool)> matches = [];
        foreach (Place place in places)
        {
            if (!tensors.Remove(place.Path, out SafetensorsTensor? tensor))
            {
                throw new DataException(file.Path, $"tensor {place.Path} {place.Shape} is missing, which the model has.");
            }

            matches.Add(tensor.Shape == place.Shape ? (place, tensor, false)
                : throw new DataException(file.Path, $"tensor {tensor} must be {place.Shape} for this model."));
        }

        return tensors.Values.FirstOrDefault() is { } surplus
            ? throw new DataException(file.Path, $"tensor {surplus} has no place in this model.") : matches;
    }

    /// <param name="shape">After it: [in, out].</param>
    static float[] Transposed(float[] values, Shape shape)
    {
        float[] transposed = new float[values.Length];
        for (int i = 0; i < shape[0]; i++)
        {
            for (int j = 0; j < shape[1]; j++)
            {
                transposed[i * shape[1] + j] = values[j * shape[0] + i];
            }
        }

        return transposed;
    }
}
