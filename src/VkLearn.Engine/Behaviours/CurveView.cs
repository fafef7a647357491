using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace VkLearn.Engine.Behaviours;

/// <summary>What a trainer tells of its steps.</summary>
public enum Metric { Loss, Accuracy }

/// <summary>Shows how a metric of the scene's trainer went, raw and smoothed.</summary>
public sealed class CurveView(Metric metric) : Behaviour, IShown
{
    readonly LineSeries series = new(metric == Metric.Loss ? "loss" : "accuracy");
    ClassifierTrainer? trainer;

    /// <summary>By default the metric's name.</summary>
    public string? Title { get; init; }

    /// <summary>Whether equal steps of y multiply.</summary>
    public bool IsLogarithmic { get; init; }

    public IReadOnlyList<string> Tensors => [];

    public View MakeView() => new LinePlot(Title ?? (metric == Metric.Loss ? "Loss" : "Accuracy"), series)
    {
        IsLogarithmic = IsLogarithmic,
        YUnit = metric == Metric.Loss ? "nats" : "%",
    };

    protected override void Start()
    {
        trainer = Scene.FindBehaviour<ClassifierTrainer>();
        trainer?.Measured += Add;
        Scene.Playback.StartedOver += series.Clear;
    }

    protected override void OnDestroy()
    {
        trainer?.Measured -= Add;
        Scene.Playback.StartedOver -= series.Clear;
    }

    void Add(TrainingMetrics metrics) =>
        series.Add(metrics.Step, metric == Metric.Loss ? metrics.Loss : 100 * metrics.Accuracy);

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Curve", settings => new CurveView(settings.OneOf<Metric>("metric"))
    {
        Title = settings.TextOrNull("title"),
        IsLogarithmic = settings.Flag("log", false),
    });
}
