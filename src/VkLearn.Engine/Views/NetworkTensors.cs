using VkLearn.Engine.Behaviours;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>A learner's network as a strip takes it, with the tensors that its nodes show, by their names in the scene.</summary>
sealed class NetworkTensors
{
    const string Image = "image";

    readonly Scene scene;
    readonly TrainerBehaviour trainer;
    readonly string? learner;
    readonly IReadOnlyList<FoldedNode> folded;
    readonly string[] models; // the learner's, by name

    /// <param name="most">To how many nodes it is folded.</param>
    public NetworkTensors(Scene scene, TrainerBehaviour trainer, string? learner, int most)
    {
        (this.scene, this.trainer, this.learner, Map) = (scene, trainer, learner, trainer.Ready.Network!);
        folded = Map.Fold(most);
        bool isOne = trainer.Learner.Models.Count == 1; // of several models they run one, whose nodes are not all
        Pad = isOne ? scene.FindBehaviours<DrawingPadView>().FirstOrDefault(one => IsOfTrainer(one)) : null;
        Chosen = isOne ? scene.FindBehaviours<BatchImageView>().FirstOrDefault(one => IsOfTrainer(one)) : null;
        models = [.. trainer.Learner.OfType<Layer>().Select(model => model.Name)];
        Nodes = [.. folded.Select(NodeOf)];
    }

    /// <summary>What it was made of.</summary>
    public NetworkMap Map { get; }

    public IReadOnlyList<StripNode> Nodes { get; }

    /// <summary>What answers to drawings; null: nothing does.</summary>
    public DrawingPadView? Pad { get; }

    /// <summary>What looks at one image of the batch; null: the batch is shown itself.</summary>
    public BatchImageView? Chosen { get; }

    /// <summary>The first layer with a weight.</summary>
    public SelectedLayer? FirstLayer => (Nodes.Zip(folded).FirstOrDefault(pair => pair.Second.Node.Weight is not null).First
        ?? Nodes.FirstOrDefault(node => node.Layer is not null))?.Layer;

    /// <summary>The layer itself, or one of its path where another stage has another network; else the first.</summary>
    public SelectedLayer? Nearest(SelectedLayer? layer) => (Nodes.FirstOrDefault(node => node.Layer is { } one && one == layer)
        ?? Nodes.FirstOrDefault(node => node.Layer is { } one && one.Path == layer?.Path))?.Layer ?? FirstLayer;

    /// <summary>All that is shown, by whoever computes it.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            string[] made = [.. folded.Select(node => node.Node.Tensor).OfType<string>()], layers = [.. LayersOnly];
            string[] weights = [.. folded.SelectMany(node => new[] { node.Node.Weight, node.Node.Gradient }).OfType<string>()];
            return
            [
                .. made.Concat(weights).Select(name => TensorName.Of(learner, name)).Distinct(),
                .. Pad is null ? [] : layers.Prepend(Image).Select(name => TensorName.Of(Pad.Entity.Path, name)),
                .. Chosen is null ? [] : layers.Prepend(Image).Select(name => TensorName.Of(Chosen.Entity.Path, name)),
            ];
        }
    }

    /// <summary>Has the nodes show what one of them computes: the trainer, <see cref="Pad"/> or <see cref="Chosen"/>.</summary>
    public void Show(Behaviour runner)
    {
        for (int i = 0; i < Nodes.Count; i++)
        {
            NetworkNode node = folded[i].Node;
            Nodes[i].Activations = runner == trainer ? Source(TensorName.Of(learner, node.Tensor ?? ""), node.Tensor)
                : node.Kind == NetworkNodeKind.Input ? OfOne(Source(TensorName.Of(runner.Entity.Path, Image), Image))
                : Source(TensorName.Of(runner.Entity.Path, node.Tensor ?? ""), node.Tensor);
            Nodes[i].Weight = Source(TensorName.Of(learner, node.Weight ?? ""), node.Weight);
            Nodes[i].Gradient = Source(TensorName.Of(learner, node.Gradient ?? ""), node.Gradient);
        }
    }

    IEnumerable<string> LayersOnly =>
        folded.Where(node => node.Node.Kind != NetworkNodeKind.Input).Select(node => node.Node.Tensor).OfType<string>().Distinct();

    bool IsOfTrainer(IOfLearner one) => scene.FindTrainer(one.LearnerName) == trainer;

    TensorSource? Source(string name, string? own) => own is null ? null : scene.FindSource(name);

    /// <summary>An image as a batch of one.</summary>
    TensorSource? OfOne(TensorSource? image) => image is { } one ? one with { Shape = [1, .. trainer.Data.Shape] } : null;

    StripNode NodeOf(FoldedNode one, int place)
    {
        NetworkNode node = one.Node;
        bool isInput = node.Kind == NetworkNodeKind.Input, isRead = folded.Any(other => other.Inputs.Contains(place));
        string name = isInput && node.Path == "batch" ? "input" : node.Name;
        string? begins = ModelOf(place) is { } model && folded.Take(place).All(other => ModelIn(other.Node.Path) != model) ? model : null;
        name = begins is null ? name : $"{begins}: {name}";
        string count = node.Parameters == 0 ? "" : $"{Numbers.Short(node.Parameters)} params";
        int units = node.Output.Rank > 0 ? node.Output[^1] : 1;
        return new StripNode((StripNodeKind)node.Kind, name, one.Inputs)
        {
            ShortName = begins ?? name.Split(" · ")[0],
            Details = [string.Join('×', node.Output.Sizes[Math.Min(1, node.Output.Rank)..].ToArray()), count],
            Tip = TipOf(one),
            Times = one.Times,
            Stack = one.Stack,
            UnitGroup = isInput ? null : node.Path,
            UnitNames = !isRead && trainer.ClassNames.Count == units ? trainer.ClassNames : [],
            Layer = isInput || node.Tensor is null ? null : LayerOf(place),
        };
    }

    string? ModelOf(int place) => folded[place].Node.Kind == NetworkNodeKind.Layer ? ModelIn(folded[place].Node.Path) : null;

    /// <summary>Of a learner of several models the one that a path leads into; null where it has but one.</summary>
    string? ModelIn(string path) => models.Length < 2 ? null
        : models.FirstOrDefault(model => path == model || path.StartsWith($"{model}.", StringComparison.Ordinal));

    static string TipOf(FoldedNode one)
    {
        NetworkNode node = one.Node;
        string then = node.Then.Count > 0 ? $", {string.Join(", ", node.Then)}" : "";
        string count = node.Parameters > 0 ? $" · {Numbers.Whole(node.Parameters)} parameters" : "";
        string times = one.Times > 1 ? $", the first of {Numbers.Whole(one.Times)} alike" : "";
        return $"{node.Path}: {node.Name}{then} · {node.Output}{count}{times}";
    }

    /// <summary>A layer without a weight goes with that of the nearest before it, or else behind it.</summary>
    SelectedLayer LayerOf(int place)
    {
        NetworkNode node = folded[place].Node;
        NetworkNode? weighted = folded.Take(place + 1).LastOrDefault(one => one.Node.Weight is not null)?.Node
            ?? folded.Skip(place).FirstOrDefault(one => one.Node.Weight is not null)?.Node;
        return new(node.Path, learner, node.Tensor, weighted?.Weight, weighted?.Gradient);
    }
}
