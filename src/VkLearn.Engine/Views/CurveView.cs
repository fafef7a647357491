using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>
/// Shows how a metric of a trainer went, raw and smoothed, and how its tests went, if it has any; grey, how the scene's
/// <see cref="EarlierRun"/>s went, and what came after a step of the past from which training went on.
/// </summary>
/// <param name="metric">Its name; null: the learner's first.</param>
public sealed class CurveView(string? metric = null) : Behaviour, IShown, IOfLearner
{
    readonly LineSeries tests = new("test");
    readonly List<LineSeries> earlier = [];
    LineSeries series = new("train");
    LineSeries? beside;
    LinePlot? plot;
    TimeTravel? travel;
    TrainerBehaviour? trainer;
    Metric? shown;
    bool isBesideTested;

    /// <summary>By default the metric's name.</summary>
    public string? Title { get; init; }

    /// <summary>Whether equal steps of y multiply.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>A metric to compare with, of the same unit, as tests tell it, or training where tests do not; null: none.</summary>
    public string? Beside { get; init; }

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public IReadOnlyList<string> Tensors => [];

    public View MakeView()
    {
        bool isTested = IsTested(Shown);
        string name = Shown.Words;
        beside = Beside is null ? null : new(Find(Beside).Words);
        isBesideTested = beside is not null && IsTested(Find(Beside));
        series = beside is null || isTested || isBesideTested ? series : new(name); // two of training by their names
        plot = new LinePlot(Title ?? char.ToUpperInvariant(name[0]) + name[1..],
            [series, .. isTested ? [tests] : (LineSeries[])[], .. beside is null ? [] : (LineSeries[])[beside]])
        {
            IsLogarithmic = IsLogarithmic,
            YUnit = Shown.Unit,
        };
        ILookup<bool, EarlierRun> runs = Scene.FindBehaviours<EarlierRun>().ToLookup(run => run.IsResumed);
        foreach (EarlierRun run in runs[true].Where(_ => series.Last is null && tests.Last is null))
        {
            GoOnFrom(run);
        }

        LineSeries[] compared = [.. runs[false].SelectMany(CurvesOf)];
        Array.ForEach([.. compared, .. earlier], plot.Add);
        return plot;
    }

    IEnumerable<LineSeries> CurvesOf(EarlierRun run) =>
        ((bool[])[false, true]).Select(isTest => CurveOf(run, Shown, isTest)).OfType<LineSeries>();

    LineSeries? CurveOf(EarlierRun run, Metric metric, bool isTest)
    {
        string? learner = Trainer == Scene.FindTrainer() ? null : Trainer.Entity.Name;
        string test = Trainer.Validation is null ? TestResult.Test : TestResult.Validation;
        return run.CurveOf(isTest ? TestResult.NameOf(test, metric.Name, learner)
            : learner is null ? metric.Name : metric.Of(learner).Name, Scaled(1));
    }

    void GoOnFrom(EarlierRun run)
    {
        series.AddAll(CurveOf(run, Shown, isTest: false));
        tests.AddAll(CurveOf(run, Shown, isTest: true));
        beside?.AddAll(CurveOf(run, Find(Beside), isBesideTested));
    }

    protected override void Start()
    {
        Trainer.Measured += Add;
        Trainer.Tested += Add;
        Scene.Playback.StartedOver += Clear;
        Scene.Playback.Branched += Branch;
    }

    /// <summary>While the past is seen, a line stands at its step.</summary>
    protected override void LateUpdate()
    {
        travel ??= Scene.FindBehaviour<TimeTravel>();
        plot?.Marker = travel is { IsInPast: true } ? Trainer.Steps : null;
    }

    protected override void OnDestroy()
    {
        trainer?.Measured -= Add;
        trainer?.Tested -= Add;
        Scene.Playback.StartedOver -= Clear;
        Scene.Playback.Branched -= Branch;
    }

    TrainerBehaviour Trainer => trainer ??= Scene.FindTrainer(LearnerName);

    Metric Shown => shown ??= Find(metric);

    /// <param name="name">Null: the learner's first.</param>
    Metric Find(string? name) => Trainer.Learner.Metrics.FirstOrDefault(one => name is null || one.Name == name)
        ?? throw new ArgumentException($"There is no metric \"{name}\"."
            + $"{NearestWord.Meant(name ?? "", [.. Trainer.Learner.Metrics.Select(one => one.Name)])} "
            + $"The learner tells of: {string.Join(", ", Trainer.Learner.Metrics)}.");

    /// <summary>What came after the step that training goes on from stays as a grey line.</summary>
    void Branch(long _)
    {
        foreach (LineSeries whole in (LineSeries[])[series, tests, .. beside is null ? [] : (LineSeries[])[beside]])
        {
            LineSeries before = whole.TakeFrom(Trainer.Steps, "before");
            earlier.Add(before);
            plot?.Add(before);
        }
    }

    void Clear()
    {
        series.Clear();
        tests.Clear();
        beside?.Clear();
    }

    bool IsTested(Metric one) => (Trainer.Validation ?? Trainer.Test)?.Tells(one) is true;

    void Add(TrainingMetrics metrics)
    {
        Add(series, metrics.Step, metrics.Values);
        if (beside is not null && !isBesideTested)
        {
            Add(beside, metrics.Step, metrics.Values, Beside);
        }
    }

    void Add(TestResult test)
    {
        Add(tests, test.Step, test.Metrics.Values);
        if (beside is not null)
        {
            Add(beside, test.Step, test.Metrics.Values, Beside);
        }
    }

    void Add(LineSeries to, long step, MetricValues values, string? of = null)
    {
        if (values.Find(of ?? Shown.Name) is { } value)
        {
            if (step < to.Last?.X) // what was resumed had come further than it was kept
            {
                to.TakeFrom(step, "");
            }

            to.Add(step, Scaled(value));
        }
    }

    double Scaled(double value) => Shown.Unit == "%" ? 100 * value : value;

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Curve", "How a metric went, raw and smoothed, and how its tests went.",
        settings => new CurveView(settings.TextOrNull("metric"))
        {
            Title = settings.TextOrNull("title"),
            IsLogarithmic = settings.Flag("log", false),
            Beside = settings.TextOrNull("beside"),
            LearnerName = settings.Learner() ?? settings.TextOrNull("trainer"),
        });
}
