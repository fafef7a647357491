using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Ops;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// Shows where in the trainer's batch a unit is strongest: what it sees there, at most once an image, each with the unit's value. The unit
/// is that which was clicked on last in a view of the same units.
/// </summary>
/// <param name="tensor">The layer's output, [N, channels, H, W], by name: <c>layers.1:output</c>; <c>selected:output</c> for that of the
/// layer that is selected, or was last of those that make maps.</param>
public sealed class StrongestPatchesView(string tensor) : Behaviour, IShown, IOfLearner
{
    readonly State unit = new("unit", [1], type: DType.Int32);
    readonly Dictionary<string, Search> searches = []; // by the output
    BatchObserver? observer;
    Search? search;
    ImageBatch? view;
    (Search, int)? shown;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "Strongest patches";

    /// <summary>The channel that is looked for until another is clicked on.</summary>
    public int Unit { get; set; }

    /// <summary>How many are found.</summary>
    public int Count { get; init; } = 9;

    /// <summary>Views whose units are the same share this; by default the layer's path.</summary>
    public string? Units { get; init; }

    public IReadOnlyList<string> Tensors => [.. BatchObserver.TensorsOf(LearnerName), .. IsOfSelected ? new[] { tensor } : []];

    public View MakeView()
    {
        search = Choose();
        IReadOnlyList<Tensor> found = search.Recording.Results;
        view = new ImageBatch(SceneTensors.SourceOf(found[0].Memory!.Value, $"strongest of {search.Output}"), [])
        {
            Title = Title,
            Values = SceneTensors.SourceOf(found[1].Memory!.Value, "values"),
            UnitGroup = search.Units,
        };
        Tell(search);
        return view;
    }

    protected override void LateUpdate()
    {
        Unit = view?.MarkedUnit ?? Unit;
        search ??= Choose();
        int index = IndexIn(search);
        if (Looking.IsDue(isUrgent: shown != (search, index)))
        {
            shown = (search, index);
            unit.Load([index]);
            search.Recording.Replay();
            Tell(search);
        }
    }

    protected override void OnDestroy()
    {
        foreach (Search one in searches.Values)
        {
            one.Recording.Dispose();
        }
    }

    void Tell(Search of)
    {
        view?.Unit = IndexIn(of);
        view?.Detail = $"unit {IndexIn(of)}{(IsOfSelected ? $" of {of.Output.Split(':')[0]}" : "")}";
    }

    int IndexIn(Search one) => Math.Min(Unit, one.Channels - 1);

    BatchObserver Looking => observer ??= new(Scene, LearnerName);

    bool IsOfSelected => TensorName.Parse(tensor).IsOfSelected;

    /// <summary>That of the layer that is selected; of one without maps, that of before.</summary>
    Search Choose()
    {
        string output = TensorName.Parse(Scene.NameOf(tensor)).Name;
        if (IsOfSelected && search is not null && Looking.Trainer.Ready.TypeOf(output) is not { Shape.Rank: 4 })
        {
            return search;
        }

        string units = Units ?? (IsOfSelected ? Scene.Selection.Layer!.Path : TensorGridView.UnitsOf(tensor));
        return searches.TryGetValue(output, out Search? known) ? known : searches[output] = Record(output, units);
    }

    Search Record(string output, string units)
    {
        Tensor batch = Looking.Batch;
        int channels = 0;
        Recording recording = Scene.Gpu.Record(() =>
        {
            Tensor maps = Looking.Model.Forward(batch).Source(output);
            StrongestPatches found = maps.StrongestPatches(unit, Math.Min(Count, Looking.Trainer.Batch), batch);
            channels = maps.Shape[1];
            return [found.Patches, found.Value, found.Image, found.Place];
        }, training: false, name: "search of the strongest patches");
        return new(output, units, recording, channels);
    }

    /// <param name="Output">Whose channels are looked for.</param>
    /// <param name="Units">Views whose units are the same share this.</param>
    sealed record Search(string Output, string Units, Recording Recording, int Channels);

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("StrongestPatches",
        "What in the batch a unit responds to most, at most once an image.",
        settings =>
            new StrongestPatchesView(settings.Text("tensor"))
            {
                Title = settings.Text("title", "Strongest patches"),
                LearnerName = settings.Learner(),
                Unit = settings.Int("unit", 0, min: 0),
                Count = settings.Int("count", 9, min: 1, max: 64),
                Units = settings.TextOrNull("units"),
            });
}
