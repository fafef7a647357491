using VkLearn.Engine.Behaviours;
using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>What a trainer tells of its steps.</summary>
public enum Metric { Loss, Accuracy }

/// <summary>Shows how a metric of the scene's trainer went, raw and smoothed, and how its tests went, if it has any.</summary>
public sealed class CurveView(Metric metric) : Behaviour, IShown
{
    readonly LineSeries series = new("train"), tests = new("test");
    ClassifierTrainer? trainer;

    /// <summary>By default the metric's name.</summary>
    public string? Title { get; init; }

    /// <summary>Whether equal steps of y multiply.</summary>
    public bool IsLogarithmic { get; init; }

    public IReadOnlyList<string> Tensors => [];

    public View MakeView()
    {
        bool isTested = Scene.FindBehaviour<ClassifierTrainer>()?.Test is not null;
        return new LinePlot(Title ?? (metric == Metric.Loss ? "Loss" : "Accuracy"), isTested ? [series, tests] : [series])
        {
            IsLogarithmic = IsLogarithmic,
            YUnit = metric == Metric.Loss ? "nats" : "%",
        };
    }

    protected override void Start()
    {
        trainer = Scene.FindBehaviour<ClassifierTrainer>();
        trainer?.Measured += Add;
        trainer?.Tested += Add;
        Scene.Playback.StartedOver += Clear;
    }

    protected override void OnDestroy()
    {
        trainer?.Measured -= Add;
        trainer?.Tested -= Add;
        Scene.Playback.StartedOver -= Clear;
    }

    void Clear()
    {
        series.Clear();
        tests.Clear();
    }

    void Add(TrainingMetrics metrics) => series.Add(metrics.Step, ValueOf(metrics.Loss, metrics.Accuracy));

    void Add(EvaluationMetrics metrics) => tests.Add(trainer!.Steps, ValueOf(metrics.Loss, metrics.Accuracy));

    double ValueOf(float loss, float accuracy) => metric == Metric.Loss ? loss : 100 * accuracy;

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Curve", "How a metric went, raw and smoothed, and how its tests went.",
        settings => new CurveView(settings.OneOf<Metric>("metric"))
        {
            Title = settings.TextOrNull("title"),
            IsLogarithmic = settings.Flag("log", false),
        });
}
