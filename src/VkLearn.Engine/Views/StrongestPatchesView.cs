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
/// <param name="tensor">The layer's output, [N, channels, H, W], by name: <c>layers.1:output</c>.</param>
public sealed class StrongestPatchesView(string tensor) : Behaviour, IShown, IOfLearner
{
    readonly State unit = new("unit", [1], type: DType.Int32);
    BatchObserver? observer;
    Recording? search;
    ImageBatch? view;
    int channels, shown = -1;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "Strongest patches";

    /// <summary>The channel that is looked for until another is clicked on.</summary>
    public int Unit { get; set; }

    /// <summary>How many are found.</summary>
    public int Count { get; init; } = 9;

    /// <summary>Views whose units are the same share this; by default the layer's path.</summary>
    public string? Units { get; init; }

    public IReadOnlyList<string> Tensors => BatchObserver.TensorsOf(LearnerName);

    public View MakeView()
    {
        string name = $"strongest of {tensor}";
        IReadOnlyList<Tensor> found = Search.Results;
        return view = new ImageBatch(SceneTensors.SourceOf(found[0].Memory!.Value, name), [])
        {
            Title = Title,
            Values = SceneTensors.SourceOf(found[1].Memory!.Value, "values"),
            UnitGroup = Units ?? TensorGridView.UnitsOf(tensor),
        };
    }

    protected override void LateUpdate()
    {
        Unit = view?.MarkedUnit ?? Unit;
        Recording recording = Search;
        int index = Math.Min(Unit, channels - 1);
        if (Looking.IsDue(isUrgent: index != shown))
        {
            shown = index;
            unit.Load([index]);
            recording.Replay();
            Tell(index);
        }
    }

    protected override void OnDestroy() => search?.Dispose();

    void Tell(int unit)
    {
        view?.Unit = unit;
        view?.Detail = $"unit {unit}";
    }

    BatchObserver Looking => observer ??= new(Scene, LearnerName);

    Recording Search => search ??= Record();

    Recording Record()
    {
        Tensor batch = Looking.Batch;
        return Scene.Gpu.Record(() =>
        {
            Tensor maps = Looking.Model.Forward(batch).Source(tensor);
            StrongestPatches found = maps.StrongestPatches(unit, Math.Min(Count, Looking.Trainer.Batch), batch);
            channels = maps.Shape[1];
            return [found.Patches, found.Value, found.Image, found.Place];
        }, training: false, name: "search of the strongest patches");
    }

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
