using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>
/// Shows for each layer that learns how it stands (activations, dead units, update over weight, gradient), marks what is unhealthy, and
/// says why. It measures twice a second at most, and less often where a step is long.
/// </summary>
public sealed class LayersView : Behaviour, IShown, IOfLearner
{
    const string Images = "batch";
    const double SecondsBetween = 0.5, StepsBetween = 10; // whichever takes longer

    TrainerBehaviour? trainer;
    LayerStatistics? statistics;
    LayerTable? table;
    double due;
    bool isUnderWay, isNoted;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "Layers";

    public IReadOnlyList<string> Tensors =>
    [
        TensorName.Of(LearnerName, Images), .. LayerStatistics.LayersOf(Model)
            .Select(one => TensorName.Of(LearnerName, LayerStatistics.GradientOf(one.Weight))),
    ];

    public View MakeView()
    {
        statistics?.Dispose();
        isNoted = false;
        statistics = new LayerStatistics(Scene.Gpu, Model, At(Images), At);
        (Layer Layer, string Path)[] layers =
            [.. LayerStatistics.LayersOf(Model).Select(one => (one.Layer, one.Layer.Path.Length > 0 ? one.Layer.Path : "the model"))];
        bool isRateFalling = Trainer.Learner.Optimizers.Any(optimizer => !optimizer.LearningRate.IsConstant);
        return table = new LayerTable(SceneTensors.SourceOf(statistics.Numbers, "layers"),
            [.. layers.Select(one => $"{one.Path} {one.Layer.GetType().Name}")],
            (i, numbers) => LayerHealth.Of(layers[i].Path, numbers, isRateFalling))
        {
            Title = Title,
            IsKnown = false,
        };
    }

    protected override void Start() => Scene.Playback.StartedOver += Forget;

    protected override void LateUpdate()
    {
        if (statistics is not null && !isUnderWay && Time.UnscaledTotal >= due)
        {
            isUnderWay = true;
            Trainer.Every(1, Look);
        }
    }

    protected override void OnDestroy()
    {
        Scene.Playback.StartedOver -= Forget;
        statistics?.Dispose();
    }

    TrainerBehaviour Trainer => trainer ??= Scene.FindTrainer(LearnerName);

    Layer Model => Trainer.Learner.Models[0];

    Tensor At(string name) => Tensor.At(Scene.Gpu, Trainer.Find(name));

    /// <summary>After one step, and after the next: what it changed.</summary>
    void Look()
    {
        if (!isNoted)
        {
            statistics!.Note();
            isNoted = true;
            return;
        }

        statistics!.Measure();
        table!.IsKnown = true;
        Trainer.Never(Look);
        (isNoted, isUnderWay) = (false, false);
        due = Time.UnscaledTotal + Math.Max(SecondsBetween, StepsBetween * Trainer.TrainTime.TotalSeconds / Math.Max(1, Trainer.Steps));
    }

    void Forget()
    {
        statistics?.Clear();
        isNoted = false;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Layers",
        "How each layer stands: activations, dead units, update over weight, gradient; marks what is unhealthy and says why.",
        settings => new LayersView
        {
            Title = settings.Text("title", "Layers"),
            LearnerName = settings.Learner(),
        });
}
