using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>Says in words when a learner that knows it (<see cref="IAdvisor"/>) goes wrong, and what to try.</summary>
public sealed class AdviceView : Behaviour, IShown, IOfLearner
{
    const double Kept = 0.8; // of the mean, from one report to the next
    const int LeastReports = 5; // before which all is new

    readonly Dictionary<string, double> recent = [];
    Remark? remark;
    TrainerBehaviour? trainer;
    int reports;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "How it goes";

    public IReadOnlyList<string> Tensors => [];

    /// <summary>What is said; null: all is well.</summary>
    public string? Advice { get; private set; }

    public View MakeView()
    {
        _ = Advisor;
        return remark = new Remark(Title);
    }

    protected override void Start()
    {
        Trainer.Measured += Note;
        Scene.Playback.StartedOver += Forget;
    }

    protected override void LateUpdate()
    {
        remark?.Text = Advice ?? (reports < LeastReports ? "It begins." : "All is well.");
        remark?.IsWarning = Advice is not null;
    }

    protected override void OnDestroy()
    {
        trainer?.Measured -= Note;
        Scene.Playback.StartedOver -= Forget;
    }

    TrainerBehaviour Trainer => trainer ??= Scene.FindTrainer(LearnerName);

    IAdvisor Advisor => Trainer.Learner as IAdvisor ?? throw new ArgumentException(
        $"Advice needs a learner that gives some, such as a Gan; {Trainer.Learner.GetType().Name} gives none.");

    void Note(TrainingMetrics told)
    {
        reports++;
        foreach (MetricValue value in told.Values)
        {
            string name = value.Metric.Name;
            recent[name] = recent.TryGetValue(name, out double before) ? Kept * before + (1 - Kept) * value.Value : value.Value;
        }

        Advice = reports < LeastReports ? null : Advisor.Advice(recent);
    }

    void Forget()
    {
        recent.Clear();
        (reports, Advice) = (0, null);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Advice", "Says when a learner goes wrong, and what to try.",
        settings => new AdviceView { Title = settings.Text("title", "How it goes"), LearnerName = settings.Learner() });
}
