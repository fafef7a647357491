using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>A slider for each knob of what the scene holds, or of one entity. They act at once, and follow what code does.</summary>
/// <param name="entity">The name or path of the entity whose knobs are shown; null: those of all.</param>
public sealed class KnobsView(string? entity = null) : Behaviour, IShown
{
    KnobSliders? sliders;

    /// <summary>The names of those that are shown; none: all are.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>By default the entity's name.</summary>
    public string? Title { get; init; }

    /// <summary>What the others have set in this frame is what is shown.</summary>
    public override int Order => 100;

    public IReadOnlyList<string> Tensors => [];

    /// <exception cref="ArgumentException">There are no knobs.</exception>
    public View MakeView()
    {
        IReadOnlyList<(string Path, IReadOnlyList<Knob> Knobs)> owners = KnobSliders.OwnersIn(Scene);
        string? wanted = entity is null ? null : Scene.Find(entity)?.Path;
        var all = owners.Where(owner => entity is null || owner.Path == wanted)
            .SelectMany(owner => owner.Knobs.Select(knob => (owner.Path, Knob: knob)))
            .Where(one => Names.Count == 0 || Names.Contains(one.Knob.Name)).ToArray();
        HashSet<string> ambiguous = [.. all.GroupBy(one => one.Knob.Name).Where(same => same.Count() > 1).Select(same => same.Key)];
        sliders = new(all.Select(one => (ambiguous.Contains(one.Knob.Name) ? $"{one.Path}: " : "", one.Knob)));
        return all.Length > 0 ? new ControlPanel(Title ?? entity ?? "Knobs", [.. sliders.Sliders])
            : Names.Count > 0 ? throw new ArgumentException($"There is no knob named {string.Join(", ", Names)}. Known: "
                + $"{string.Join(", ", owners.SelectMany(owner => owner.Knobs).Select(knob => knob.Name))}.")
            : throw NoKnobs([.. owners.Select(owner => owner.Path)]);
    }

    protected override void LateUpdate() => sliders?.Follow();

    ArgumentException NoKnobs(string[] owners) =>
        new($"No entity \"{entity}\" has knobs.{NearestWord.Meant(entity!, owners)} Known: {string.Join(", ", owners)}.");

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Knobs", "Sliders for what can be turned while a scene runs.",
        settings => new KnobsView(settings.TextOrNull("entity"))
    {
        Title = settings.TextOrNull("title"),
        Names = settings.Names("knobs") ?? [],
    });
}
