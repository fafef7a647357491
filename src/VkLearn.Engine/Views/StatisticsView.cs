using System.Globalization;
using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>Shows in numbers how one of the scene's learners and its frames stand.</summary>
public sealed class StatisticsView : Behaviour, IShown, IOfLearner
{
    const string None = "\u2013";

    const double LeastSeconds = 1e-3; // a step that a pause ends takes no training time

    static readonly TimeSpan between = TimeSpan.FromSeconds(0.4);

    TextPanel? panel;
    TrainerBehaviour? trainer;
    Readout? rate;
    readonly Dictionary<string, string> metrics = []; // by name, as they are shown
    long stepsThen;
    TimeSpan timeThen;
    double due, perSecond;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public IReadOnlyList<string> Tensors => HasRate ? [TensorName.Of(LearnerName, "learningRate")] : [];

    /// <summary>Not all learners go by an optimiser.</summary>
    bool HasRate => Scene.FindTrainer(LearnerName).Learner.Optimizers.Count > 0;

    public View MakeView() => panel = new TextPanel(LearnerName is null ? "Statistics" : $"Statistics of {LearnerName}");

    protected override void Start()
    {
        trainer = Scene.FindTrainer(LearnerName);
        rate = HasRate ? new Readout(Scene.Gpu, Scene.FindTensor(Tensors[0])) : null;
        trainer.Measured += Note;
        trainer.Tested += Note;
        Scene.Playback.StartedOver += Forget;
    }

    protected override void LateUpdate()
    {
        if (panel is null)
        {
            return;
        }

        if (Time.UnscaledTotal >= due)
        {
            due = Time.UnscaledTotal + between.TotalSeconds;
            rate?.Ask();
            CountSteps(trainer!);
        }

        Write(panel, trainer!);
    }

    protected override void OnDestroy()
    {
        trainer?.Measured -= Note;
        trainer?.Tested -= Note;
        Scene.Playback.StartedOver -= Forget;
        rate?.Dispose();
    }

    void Note(TrainingMetrics told)
    {
        foreach (MetricValue value in told.Values)
        {
            metrics[value.Metric.Words] = value.Text;
        }
    }

    void Note(TestResult test)
    {
        foreach (MetricValue value in test.Metrics.Values)
        {
            metrics[test.Name == TestResult.Estimate ? value.Metric.Words : $"{test.Name} {value.Metric.Words}"] = value.Text;
        }
    }

    void Forget()
    {
        foreach (string name in metrics.Keys)
        {
            metrics[name] = None;
        }

        (stepsThen, timeThen) = (0, TimeSpan.Zero);
    }

    void CountSteps(TrainerBehaviour trainer)
    {
        if (trainer.IsOver || trainer.Steps < stepsThen) // of a whole run, or of that before a step of its past, the mean
        {
            (stepsThen, timeThen) = (0, TimeSpan.Zero);
        }

        double seconds = (trainer.TrainTime - timeThen).TotalSeconds;
        bool isTraining = seconds > LeastSeconds && trainer.Steps > stepsThen; // in a pause, and at the end, it stays what it was
        perSecond = isTraining ? (trainer.Steps - stepsThen) / seconds : perSecond;
        (stepsThen, timeThen) = (trainer.Steps, trainer.TrainTime);
    }

    void Write(TextPanel panel, TrainerBehaviour trainer)
    {
        string of = trainer.RunSteps is { } all ? Text($" / {all:#,0}") : "";
        panel.Set("state", Scene.Playback.Pace == Pace.Layer && trainer.Phase is { } phase ? $"{phase}" : trainer.State);
        panel.Set("step", Text($"{trainer.Steps:#,0}{of}"));
        panel.Set("epoch", Text($"{(double)trainer.Steps / trainer.StepsPerEpoch:0.00}"));
        if (rate is not null)
        {
            panel.Set("learning rate", rate.Value is { } value ? Numbers.Exact(value) : None);
        }

        bool isSlow = Scene.Playback.Pace != Pace.Full; // then it is as fast as the user says
        panel.Set("steps/s", isSlow ? None : Rate(perSecond) + (trainer.IsOver ? " (mean)" : ""));
        panel.Set("samples/s", isSlow ? None : Numbers.Whole(perSecond * trainer.Batch));
        panel.Set("training time", Numbers.Duration(trainer.TrainTime));
        if (Time.FrameTimes is { } times)
        {
            panel.Set("frame, slowest", $"{Short(times.Percentile(0.5))}, {Short(times.Percentile(0.99))} ms"); // the slowest 1 %
        }

        panel.Set("device memory", Numbers.Bytes(Scene.Gpu.Memory.Statistics.BytesInUse));
        foreach ((string name, string text) in metrics)
        {
            panel.Set(name, text);
        }
    }

    static string Rate(double perSecond) => perSecond < 99.5 ? Text($"{perSecond:0.0}") : Numbers.Whole(perSecond);

    static string Short(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Statistics", "How training and frames stand, in numbers.",
        settings => new StatisticsView { LearnerName = settings.Learner() });
}
