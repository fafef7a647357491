using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Optimizers;

namespace VkLearn.Training;

/// <summary>What a learner is tested and asked with, from a safetensors file: a checkpoint, or weights of another program.</summary>
public static class LearnerFile
{
    extension(Learner learner)
    {
        /// <summary>
        /// Reads the weights of all its models, as <see cref="ModelFile"/> does for one; from a checkpoint also the averages of weights
        /// that it is tested with, and what else it owns that its answers may depend on.
        /// </summary>
        /// <param name="name">Of a scene's further learner, which its tensors in a checkpoint begin with; null: the first, or only, one.
        /// </param>
        /// <param name="map">See <see cref="ModelFile"/>.</param>
        /// <exception cref="DataException">A tensor is missing, surplus or does not fit, or there is a choice; the message names it.
        /// </exception>
        public void Load(GpuDevice gpu, string path, string? name = null, IReadOnlyList<(string From, string To)>? map = null)
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            string part = name is not null && ModelFile.IsOurs(file) ? PartOf(file, name) : "";
            learner.Begin(gpu);
            ModelFile.Load(gpu, file, ModelFile.Matches(file, ModelFile.Places(learner.Models), map ?? [], part));
            if (ModelFile.IsOurs(file))
            {
                LoadAverages(gpu, file, learner, part);
                ModelFile.Load(gpu, file, learner.OfType<State>().Select(state => (state.Thing, Tensor: Find(file, $"{part}{state.Name}:")))
                    .Where(one => one.Tensor is { } tensor && tensor.Shape == one.Thing.Shape)
                    .Select(one => new WeightMatch(one.Thing, one.Tensor!, WeightLayout.Same)));
            }
        }
    }

    /// <summary>A file that holds one model only is whatever learner's it is asked for.</summary>
    static string PartOf(SafetensorsFile file, string name)
    {
        string part = name + Snapshot.Between;
        return file.Tensors.Any(tensor => tensor.Name.StartsWith(part, StringComparison.Ordinal)) ? part
            : file.Tensors.Any(tensor => tensor.Name.Contains(Snapshot.Between)) || file.Metadata.ContainsKey("learner")
            ? throw new DataException(file.Path, $"holds nothing of a learner \"{name}\".") : "";
    }

    static void LoadAverages(GpuDevice gpu, SafetensorsFile file, Learner learner, string part)
    {
        foreach ((string name, WeightAverage average) in learner.OfType<WeightAverage>())
        {
            average.Load(gpu, [.. learner.Models.SelectMany(model => model.Parameters).Distinct()
                .Select(parameter => (Of: parameter, Tensor: Find(file, $"{part}{name}:{WeightAverage.NameOf(parameter)}")))
                .Where(one => one.Tensor is { } tensor && tensor.Shape == one.Of.Shape)
                .Select(one => (one.Of, ModelFile.Values(file, one.Tensor!)))]);
        }
    }

    static SafetensorsTensor? Find(SafetensorsFile file, string name) => file.Tensors.FirstOrDefault(tensor => tensor.Name == name);
}
