using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>Tensors of a scene by name.</summary>
public static class SceneTensors
{
    extension(Scene scene)
    {
        /// <summary>Where a tensor lies: <c>layers.1:output</c>, or <c>drawing/image</c>, the image of the entity named drawing.</summary>
        /// <exception cref="UnknownTensorException">There is none of that name; the message lists those there are.</exception>
        public TensorMemory FindTensor(string name)
        {
            TensorName wanted = TensorName.Parse(scene.NameOf(name));
            return (wanted.OwnerIn(scene) ?? throw Unowned(scene, name, wanted)).Find(wanted.Name);
        }

        /// <summary>A tensor as views take it.</summary>
        /// <inheritdoc cref="extension(Scene).FindTensor(string)"/>
        public TensorSource FindSource(string name)
        {
            string known = scene.NameOf(name);
            TensorSource source = SourceOf(scene.FindTensor(name), known);
            TensorName wanted = TensorName.Parse(known);
            return source with { Parts = IndexWords.Of(wanted.OwnerIn(scene), wanted.Name, source.Shape) };
        }

        /// <summary>What a tensor of the selected layer, <c>selected:output</c>, is called by now; any other's name as it is.</summary>
        /// <exception cref="UnknownTensorException">No layer is selected, or it has no such tensor.</exception>
        public string NameOf(string name) => TensorName.Parse(name) is { IsOfSelected: true } selected
            ? selected.Of(scene.Selection.Layer ??= scene.FindBehaviour<IShowsNetwork>()?.FirstLayer).Text : name;

        /// <summary>A trainer, by its entity's name; null: the first.</summary>
        /// <exception cref="InvalidOperationException">There is none; the message names those there are, and the nearest.</exception>
        public TrainerBehaviour FindTrainer(string? name = null) =>
            (name is null ? scene.FindBehaviour<TrainerBehaviour>() : scene.Find(name)?.GetBehaviour<TrainerBehaviour>())
                ?? throw new InvalidOperationException(name is null ? "The scene has no trainer. Add a TrainerBehaviour first."
                    : SceneFile.NoLearner(name, [.. scene.FindBehaviours<TrainerBehaviour>().Select(trainer => trainer.Entity.Name)]));

        /// <summary>What the scene's trainer calls the classes; empty where they have only numbers.</summary>
        internal IReadOnlyList<string> ClassNames => scene.FindBehaviour<TrainerBehaviour>()?.ClassNames ?? [];

        /// <summary>Of how many nodes of a trainer's network everything is shown.</summary>
        internal int NodesShownOf(ITensors trainer) => scene.FindBehaviours<IShowsNetwork>()
            .Where(shown => scene.FindTrainer(shown.LearnerName) == trainer).Select(shown => shown.NodesShown).DefaultIfEmpty().Max();

        /// <summary>Whether Grad-CAM by whichever layer is selected is shown of a behaviour.</summary>
        internal bool ShowsGradCamOfSelected(ITensors owner) => scene.FindBehaviours<IShown>().SelectMany(shown => shown.Tensors)
            .Select(TensorName.Parse).Any(name => name is { IsOfSelected: true, IsGradCam: true } && name.OwnerIn(scene) == owner);

        /// <summary>Names of the tensors that are shown of a behaviour.</summary>
        internal IReadOnlyList<string> ShownOf(ITensors owner) =>
        [
            .. scene.FindBehaviours<IShown>().SelectMany(shown => shown.Tensors).Select(TensorName.Parse)
                .Where(name => !name.IsOfSelected && name.OwnerIn(scene) == owner).Select(name => name.Name).Distinct(),
        ];
    }

    /// <summary>Memory as views take it.</summary>
    internal static TensorSource SourceOf(TensorMemory memory, string name) =>
        new(memory.Buffer, memory.ByteOffset, ElementTypeOf(memory.Type.Type), [.. memory.Type.Shape], name);

    static ElementType ElementTypeOf(DType type) => type switch
    {
        DType.Float16 => ElementType.Float16,
        DType.Int32 => ElementType.Int32,
        DType.UInt8 => ElementType.UInt8,
        _ => ElementType.Float32,
    };

    static UnknownTensorException Unowned(Scene scene, string text, TensorName wanted)
    {
        if (wanted.Entity is null)
        {
            return new(text, $"The scene has nothing with tensors, so no \"{text}\". Add a trainer first.");
        }

        string[] owners = [.. scene.Entities.Where(entity => entity.GetBehaviour<ITensors>() is not null).Select(entity => entity.Path)];
        string nearest = NearestWord.Find(wanted.Entity, owners) is { } near ? $" Did you mean \"{near}/{wanted.Name}\"?" : "";
        return new(text, $"\"{text}\": no entity \"{wanted.Entity}\" has tensors.{nearest} Known: {string.Join(", ", owners)}.");
    }
}
