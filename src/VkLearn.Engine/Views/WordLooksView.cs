using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows an image once for each word that was written of it, as bright as it was looked at then (Xu et al. 2015, figure 3), with
/// the word below.</summary>
/// <param name="sampler">Whose <c>looks</c> and <c>words</c> they are, by its entity's name.</param>
public sealed class WordLooksView(string sampler) : Behaviour, IShown, IOfLearner
{
    /// <summary>By default the sampler's name.</summary>
    public string? Title { get; init; }

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public IReadOnlyList<string> Tensors => [$"{sampler}/looks", $"{sampler}/words"];

    public View MakeView() => new ImageBatch(Scene.FindSource(Tensors[0]), Scene.VocabularyOf(LearnerName))
    {
        Title = Title ?? sampler,
        Predictions = Scene.FindSource(Tensors[1]),
    };

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("WordLooks",
        "An image once for each word written of it, as bright as it was looked at then (Xu et al. 2015).",
        settings => new WordLooksView(settings.Text("sampler"))
        {
            Title = settings.TextOrNull("title"),
            LearnerName = settings.Learner(),
        });
}
