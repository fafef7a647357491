using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// Shows a learner's network as it was traced, and what it makes of one item: of the drawing once something is drawn, else of the image of
/// the batch that is chosen. A click on a node selects its layer, which views of <c>selected:output</c>, <c>selected.weight</c> and
/// <c>selected:gradient</c> then show. All that it may show is watched from the start: a step that keeps what it makes anyway for the
/// backward costs little more, and a click then has nothing to wait for.
/// </summary>
public sealed class NetworkView : Behaviour, IShown, IShowsNetwork, IOfLearner
{
    const int Drawing = -1, Chosen = -2; // in place of an item's number

    NetworkStrip? strip;
    NetworkTensors? tensors;
    Behaviour? shown; // that the pictures are of
    (string, int)? item;
    bool isDrawn;
    int? told;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "Network";

    /// <inheritdoc/>
    public int NodesShown { get; init; } = 18;

    /// <inheritdoc/>
    public SelectedLayer? FirstLayer => Prepared().FirstLayer;

    /// <summary>Empty until the learner's step is traced, of which the trainer watches <see cref="NodesShown"/> nodes by itself.</summary>
    public IReadOnlyList<string> Tensors => Trainer.IsPrepared ? Prepared().Names : [];

    public View MakeView()
    {
        NetworkTensors all = Prepared();
        all.Show(shown = Batch);
        Selection selection = Scene.Selection;
        selection.Layer = selection.Layer is { } layer && layer.Owner != LearnerName ? layer : all.Nearest(selection.Layer);
        strip = new NetworkStrip(Title, all.Nodes);
        told = null;
        strip.LayerSelected += layer => Scene.Selection.Layer = layer;
        return strip;
    }

    protected override void LateUpdate()
    {
        NetworkTensors all = Prepared();
        bool wasDrawn = isDrawn, isChosen = item != Scene.Selection.Item;
        (isDrawn, item) = (all.Pad is { IsEmpty: false }, Scene.Selection.Item);
        Behaviour now = !isDrawn || isChosen ? Batch : !wasDrawn || all.Pad!.IsDrawing ? all.Pad! : shown ?? Batch;
        if (now != shown)
        {
            all.Show(shown = now);
        }

        if (strip is not null)
        {
            strip.Item = now == Trainer ? Scene.Selection.ItemOf(TensorName.Of(LearnerName, "batch")) ?? 0 : 0;
            Tell(strip, now == Trainer ? strip.Item : now == all.Chosen ? Chosen : Drawing);
        }
    }

    /// <summary>Says how large the network is, and of what its pictures are.</summary>
    void Tell(NetworkStrip strip, int what)
    {
        if (told != what)
        {
            told = what;
            string of = what switch { Drawing => "of the drawing", Chosen => "of the chosen image", _ => $"of image {what} of the batch" };
            strip.Detail = $"{Numbers.Whole(Prepared().Map.Parameters)} parameters · {of}";
        }
    }

    TrainerBehaviour Trainer => Scene.FindTrainer(LearnerName);

    /// <summary>What the chosen image of the batch is seen of.</summary>
    Behaviour Batch => (Behaviour?)Prepared().Chosen ?? Trainer;

    NetworkTensors Prepared()
    {
        TrainerBehaviour trainer = Trainer;
        trainer.Prepare();
        if (tensors?.Map != trainer.Ready.Network)
        {
            tensors = new NetworkTensors(Scene, trainer, LearnerName, NodesShown);
        }

        return tensors!;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Network",
        "A learner's network, what it makes of one image, and its weights; a click selects a layer for views of \"selected:output\".",
        settings => new NetworkView
        {
            Title = settings.Text("title", "Network"),
            LearnerName = settings.Learner(),
            NodesShown = settings.Int("nodes", 18, min: 2, max: 64),
        });
}
