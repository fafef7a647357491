using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>A slider for each knob of what the scene holds, or of one entity. They act at once, and follow what code does.</summary>
/// <param name="entity">The name or path of the entity whose knobs are shown; null: those of all.</param>
public sealed class KnobsView(string? entity = null) : Behaviour, IShown
{
    (Knob Knob, Slider Slider)[] sliders = [];

    /// <summary>By default the entity's name.</summary>
    public string? Title { get; init; }

    /// <summary>What the others have set in this frame is what is shown.</summary>
    public override int Order => 100;

    public IReadOnlyList<string> Tensors => [];

    /// <exception cref="ArgumentException">There are no knobs.</exception>
    public View MakeView()
    {
        Behaviour[] owners =
        [
            .. Scene.FindBehaviours<IKnobs>().Where(owner => owner.Knobs.Count > 0).Cast<Behaviour>()
                .Where(owner => entity is null || owner.Entity == Scene.Find(entity)),
        ];
        var all = owners.SelectMany(owner => ((IKnobs)owner).Knobs.Select(knob => (Owner: owner, Knob: knob))).ToArray();
        HashSet<string> ambiguous = [.. all.GroupBy(one => one.Knob.Name).Where(same => same.Count() > 1).Select(same => same.Key)];
        sliders =
        [
            .. all.Select(one => (one.Knob, SliderOf(one.Knob, ambiguous.Contains(one.Knob.Name) ? $"{one.Owner.Entity.Path}: " : ""))),
        ];
        return sliders.Length > 0 ? new ControlPanel(Title ?? entity ?? "Knobs", [.. sliders.Select(one => one.Slider)]) : throw NoKnobs();
    }

    protected override void LateUpdate()
    {
        foreach ((Knob knob, Slider slider) in sliders)
        {
            slider.Value = knob.Get();
        }
    }

    static Slider SliderOf(Knob knob, string owner)
    {
        Slider slider = new(owner + knob.Name, knob.Low, knob.High, knob.Get(), knob.IsLogarithmic);
        slider.Changed += knob.Set;
        return slider;
    }

    ArgumentException NoKnobs()
    {
        string[] owners = [.. Scene.FindBehaviours<IKnobs>().Cast<Behaviour>().Select(owner => owner.Entity.Path).Distinct()];
        if (owners.Length == 0)
        {
            return new("Nothing in the scene has knobs. A behaviour has them by the interface IKnobs.");
        }

        string nearest = NearestWord.Meant(entity!, owners);
        return new($"No entity \"{entity}\" has knobs.{nearest} Known: {string.Join(", ", owners)}.");
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Knobs", "Sliders for what can be turned while a scene runs.",
        settings => new KnobsView(settings.TextOrNull("entity"))
    {
        Title = settings.TextOrNull("title"),
    });
}
