using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Learners;

namespace VkLearn.Engine.Views;

/// <summary>
/// Shows images of the trainer's batches that were taken for another class of late, the latest first: "1, is 7" is a 7 taken for a 1.
/// </summary>
public sealed class MisclassifiedView : Behaviour, IShown, IOfLearner
{
    const float MostNamedWidth = 96;

    BatchObserver? observer;
    Misclassified? misclassified;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "Taken for another class";

    /// <summary>How many are kept.</summary>
    public int Count { get; init; } = 24;

    public IReadOnlyList<string> Tensors => BatchObserver.TensorsOf(LearnerName);

    public View MakeView()
    {
        Misclassified wrong = Wrong;
        IReadOnlyList<string> names = Scene.ClassNames;
        return new ImageBatch(SceneTensors.SourceOf(wrong.Images, "misclassified"), names)
        {
            Title = Title,
            LeastNamedWidth = Math.Clamp(ImageBatch.CaptionWidth(names), 46, MostNamedWidth),
            Predictions = SceneTensors.SourceOf(wrong.Predictions, "predictions"),
            Labels = SceneTensors.SourceOf(wrong.Labels, "labels"),
            ItemGroup = Items,
        };
    }

    /// <summary>What its images are called where one is chosen.</summary>
    internal string Items => TensorName.Of(LearnerName, "misclassified");

    /// <summary>[count, ..item], what each is of and what it was taken for, both [count], -1 for none.</summary>
    internal (Tensor Images, Tensor Label, Tensor Prediction) Found =>
        (Tensor.At(Scene.Gpu, Wrong.Images), Tensor.At(Scene.Gpu, Wrong.Labels), Tensor.At(Scene.Gpu, Wrong.Predictions));

    /// <summary>Makes what keeps them, which cannot be done while something else is recorded.</summary>
    internal void Prepare() => _ = Wrong;

    protected override void Start() => Scene.Playback.StartedOver += Forget;

    protected override void LateUpdate()
    {
        if (Looking.IsDue() && Looking.Trainer.Steps > 0)
        {
            Wrong.Look();
        }
    }

    protected override void OnDestroy()
    {
        Scene.Playback.StartedOver -= Forget;
        misclassified?.Dispose();
    }

    BatchObserver Looking => observer ??= new(Scene, LearnerName);

    Misclassified Wrong => misclassified ??=
        new(Scene.Gpu, Looking.Batch, Looking.Label, Looking.Prediction, Count);

    void Forget() => misclassified?.Clear();

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Misclassified",
        "Images that were taken for another class of late, the latest first.",
        settings => new MisclassifiedView
        {
            Title = settings.Text("title", "Taken for another class"),
            LearnerName = settings.Learner(),
            Count = settings.Int("count", 24, min: 1, max: 1024),
        });
}
