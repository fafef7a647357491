using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Learners;

namespace VkLearn.Engine.Views;

/// <summary>
/// Shows images of the trainer's batches that were taken for another class of late, the latest first: "7 as 1" is a 7 taken for a 1.
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
        IReadOnlyList<string> names = Names(Scene.ClassNames);
        return new ImageBatch(SceneTensors.SourceOf(wrong.Images, "misclassified"), names)
        {
            Title = Title,
            LeastNamedWidth = Math.Clamp(WidthOf(names), 46, MostNamedWidth),
            Predictions = SceneTensors.SourceOf(wrong.Mistakes, "mistakes"),
        };
    }

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
        new(Scene.Gpu, Looking.Batch, Looking.Label, Looking.Prediction, Math.Max(1, Scene.ClassNames.Count), Count);

    void Forget() => misclassified?.Clear();

    static float WidthOf(IReadOnlyList<string> names) => names.Max(name => Canvas.Measure(name, new TextStyle(10), 1)) + 4;

    /// <summary>The label and what it was taken for, by label times classes plus the class.</summary>
    static IReadOnlyList<string> Names(IReadOnlyList<string> classes) =>
        [.. from label in classes from taken in classes select $"{label} as {taken}"];

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
