using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows as bars how probable each token is to be the next.</summary>
/// <param name="tensor">Probabilities [tokens] by name: <c>writer/probability</c>.</param>
public sealed class NextTokensView(string tensor) : Behaviour, IShown, IOfLearner
{
    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    /// <summary>By default the tensor's name.</summary>
    public string? Title { get; init; }

    public IReadOnlyList<string> Tensors => [tensor];

    public View MakeView() => new Bars(Scene.FindSource(tensor), [.. Scene.VocabularyOf(LearnerName).Select(Seen)], (0, 1))
    {
        Title = Title ?? Scene.NameOf(tensor),
        UnitGroup = tensor,
        Format = static share => share < 0.005 ? "" : Numbers.Percent(share),
    };

    /// <summary>What of a token cannot be seen is said.</summary>
    static string Seen(string token) => token switch
    {
        "\n" => "line's end",
        " " => "blank",
        "\t" => "tab",
        "\r" => "return",
        _ => token,
    };

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("NextTokens",
        "How probable each token of a language model's vocabulary is to be the next, as bars.",
        settings => new NextTokensView(settings.Text("tensor"))
        {
            Title = settings.TextOrNull("title"),
            LearnerName = settings.Learner(),
        });
}
