using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>Shows a learner's stages as a stack, the first at the bottom, that fills as they are done, such as a deep belief net's.
/// </summary>
public sealed class StagesView : Behaviour, IShown, IOfLearner
{
    StageStack? stack;
    TrainerBehaviour? trainer;

    public string? Title { get; init; }

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public IReadOnlyList<string> Tensors => [];

    public View MakeView() => stack = new StageStack(Title ?? "Stages");

    protected override void Start() => trainer = Scene.FindTrainer(LearnerName);

    protected override void LateUpdate() => stack?.Stages = trainer is null ? [] : [.. Shown(trainer)];

    static IEnumerable<StackedStage> Shown(TrainerBehaviour trainer)
    {
        double begin = 0, epoch = (double)trainer.Steps / trainer.StepsPerEpoch;
        double? end = trainer.RunSteps is { } steps ? (double)steps / trainer.StepsPerEpoch : null;
        IReadOnlyList<Stage> stages = trainer.Learner.Stages;
        for (int i = 0; i < stages.Count; i++)
        {
            double? length = i < stages.Count - 1 ? (double?)stages[i].Length(trainer.StepsPerEpoch) / trainer.StepsPerEpoch
                : end - begin; // the last goes on as long as the run
            yield return Shown(stages[i].Name, epoch - begin, length is { } some ? Math.Max(0, some) : null);
            begin += length ?? 0;
        }
    }

    /// <param name="epochs">Since it began; below 0: it has not.</param>
    /// <param name="length">Null where nobody knows.</param>
    static StackedStage Shown(string name, double epochs, double? length)
    {
        bool isOver = epochs >= length, isAtWork = epochs >= 0 && !isOver;
        string whole = length is { } all ? InEpochs(all) : "";
        double done = Math.Floor(epochs);
        string text = !isAtWork ? whole : length is null ? InEpochs(done) : FormattableString.Invariant($"{done:0} of {whole}");
        return new(name, text, isOver ? 1 : isAtWork && length is { } some ? (float)(epochs / some) : 0, isAtWork);
    }

    static string InEpochs(double count) => FormattableString.Invariant($"{count:0.#} {(count == 1 ? "epoch" : "epochs")}");

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Stages",
        "A learner's stages as a stack that fills as they are done.",
        settings => new StagesView { Title = settings.TextOrNull("title"), LearnerName = settings.Learner() });
}
