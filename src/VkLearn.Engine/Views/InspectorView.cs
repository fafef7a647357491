using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>
/// What in the scene has knobs, to choose from, and below a slider for each knob of what was chosen. They act at once, and follow what code
/// does; a double click puts one back.
/// </summary>
/// <param name="entity">The name or path of the entity that is chosen at first; null: the first.</param>
public sealed class InspectorView(string? entity = null) : Behaviour, IShown
{
    IReadOnlyList<KnobSliders> sliders = [];
    Choice? choice;

    public string Title { get; init; } = "Inspector";

    /// <summary>What the others have set in this frame is what is shown.</summary>
    public override int Order => 100;

    public IReadOnlyList<string> Tensors => [];

    /// <exception cref="ArgumentException">There are no knobs, or none of that entity.</exception>
    public View MakeView()
    {
        IReadOnlyList<(string Path, IReadOnlyList<Knob> Knobs)> owners = KnobSliders.OwnersIn(Scene);
        string[] paths = [.. owners.Select(owner => owner.Path)];
        int first = entity is null ? 0 : Array.IndexOf(paths, Scene.Find(entity)?.Path);
        if (first < 0)
        {
            throw new ArgumentException(
                $"No entity \"{entity}\" has knobs.{NearestWord.Meant(entity!, paths)} Known: {string.Join(", ", paths)}.");
        }

        sliders = [.. owners.Select(owner => new KnobSliders(owner.Knobs.Select(knob => ("", knob))))];
        choice = new Choice("of", paths) { Chosen = first };
        ControlPanel panel = new(Title, WidgetsOf(first)) { Detail = paths.Length == 1 ? paths[0] : "" };
        choice.Changed += index => panel.Widgets = WidgetsOf(index);
        return panel;
    }

    protected override void LateUpdate()
    {
        if (choice is not null)
        {
            sliders[choice.Chosen].Follow();
        }
    }

    Widget[] WidgetsOf(int index) => [.. sliders.Count > 1 ? [choice!] : (Widget[])[], .. sliders[index].Sliders];

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Inspector",
        "Sliders for what can be turned of a learner or behaviour that is chosen among those that have any.",
        settings => new InspectorView(settings.TextOrNull("entity"))
        {
            Title = settings.Text("title", "Inspector"),
        });
}
