using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Learners;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>Shows the text that a language model writes, coloured by what one of its cells holds at each letter, which is a knob.</summary>
/// <param name="tensor">Tokens [L] by name: <c>writer/text</c>.</param>
/// <param name="cells">[L, C] by name: <c>writer/cells</c>; null: nothing is coloured.</param>
public sealed class TextStreamView(string tensor, string? cells = null) : Behaviour, IShown, IOfLearner, IKnobs
{
    TextStream? view;
    int cell;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    /// <summary>By default the tensor's name.</summary>
    public string? Title { get; init; }

    /// <summary>The cell that colours the text at first, from 0.</summary>
    public int Cell
    {
        get => cell;
        init => cell = value;
    }

    public IReadOnlyList<string> Tensors => [tensor, .. cells is null ? [] : (string[])[cells]];

    public IReadOnlyList<Knob> Knobs => cells is null ? [] : [new("cell", 1, Scene.FindSource(cells).Shape[1], () => cell + 1, value =>
    {
        cell = (int)Math.Round(value) - 1;
        view?.Cell = cell;
    })];

    public View MakeView() => view = new TextStream(
        Scene.FindSource(tensor), Scene.VocabularyOf(LearnerName), cells is null ? null : Scene.FindSource(cells))
    {
        Title = Title ?? Scene.NameOf(tensor),
        Cell = cell,
    };

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("TextStream",
        "The text that a language model writes, coloured by what a cell holds (Karpathy et al. 2015).",
        settings => new TextStreamView(settings.Text("tensor"), settings.TextOrNull("cells"))
        {
            Title = settings.TextOrNull("title"),
            Cell = settings.Int("cell", 1, min: 1) - 1,
            LearnerName = settings.Learner(),
        });
}
