using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// Values of the scene's file to be picked among while it runs: how many layers, which data. The scene is then made anew with them, in the
/// same window.
/// </summary>
sealed class ChoicesView(IReadOnlyList<SceneChoice> choices) : Behaviour, IShown
{
    public string Title { get; init; } = "Choices";

    public IReadOnlyList<SceneChoice> Choices => choices;

    public IReadOnlyList<string> Tensors => [];

    public View MakeView() => new ControlPanel(Title, [.. choices.Select(choice => choice.Make(Scene))])
    {
        Detail = Scene.Changes.Fixed ?? "",
    };

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Choices",
        "Values of the scene's file to be picked among while it runs, which is then made anew.",
        settings => new ChoicesView([.. settings.List("choices").Select(choice => new SceneChoice(choice))])
        {
            Title = settings.Text("title", "Choices"),
        });
}
