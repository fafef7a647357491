using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Learners;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// Shows the sentence that a learner of trees tells of, each node in the colour of what it takes it for, and below each word how much it
/// contributes to that of the root.
/// </summary>
/// <param name="tensor">Its score by name, of a <see cref="SamplerBehaviour"/>: <c>sentence/score</c>.</param>
/// <param name="contributions">The words' by name: <c>sentence/contribution</c>; null: they are not shown.</param>
public sealed class SentenceTreeView(string tensor, string? contributions = null) : Behaviour, IShown, IOfLearner
{
    SentenceTree? view;
    WordTree? seen;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    /// <summary>By default the tensor's name.</summary>
    public string? Title { get; init; }

    public IReadOnlyList<string> Tensors => contributions is null ? [tensor] : [tensor, contributions];

    TrainerBehaviour Trainer => Scene.FindTrainer(LearnerName);

    ShownSentences Shown => (Trainer.Learner as TreeLearner)?.Shown ?? throw new ArgumentException(
        $"sentences are a Tree learner's, but \"{Trainer.Entity.Name}\" is a {Trainer.Learner.GetType().Name}.");

    public View MakeView()
    {
        IReadOnlyList<string> classes = ((Meaning.Label)Trainer.Data[TreeColumns.Label].Meaning).Names;
        view = new SentenceTree(Scene.FindSource(tensor), contributions is null ? null : Scene.FindSource(contributions))
        {
            Title = Title ?? Scene.NameOf(tensor), Ends = (classes[0], classes[^1]),
        };
        Follow();
        return view;
    }

    protected override void LateUpdate() => Follow();

    void Follow()
    {
        if (view is not null && Shown.Tree is var tree && tree != seen)
        {
            seen = tree;
            view.Form = new(tree.Words, tree.Children, [.. Enumerable.Range(0, tree.Labels.Count).Select(Shown.ElementOf)]);
        }
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("SentenceTree",
        "The tree of a sentence, each node in the colour of what a Tree learner takes it for, and what each word contributes.",
        settings => new SentenceTreeView(settings.Text("tensor"), settings.TextOrNull("contributions"))
        {
            Title = settings.TextOrNull("title"),
            LearnerName = settings.Learner(),
        });
}
