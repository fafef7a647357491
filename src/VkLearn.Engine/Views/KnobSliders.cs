using VkLearn.Rendering.Widgets;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>A slider for each of some knobs, which it turns and follows.</summary>
sealed class KnobSliders
{
    readonly (Knob Knob, Slider Slider)[] all;

    /// <param name="knobs">With what stands before their names.</param>
    public KnobSliders(IEnumerable<(string Owner, Knob Knob)> knobs) => all = [.. knobs.Select(one => (one.Knob, SliderOf(one)))];

    public IReadOnlyList<Slider> Sliders => [.. all.Select(one => one.Slider)];

    /// <summary>Shows what knobs were turned to by others.</summary>
    public void Follow()
    {
        foreach ((Knob knob, Slider slider) in all)
        {
            slider.Value = knob.Get();
        }
    }

    /// <summary>What has knobs in a scene, by the paths of its entities.</summary>
    /// <exception cref="ArgumentException">Nothing has.</exception>
    public static IReadOnlyList<(string Path, IReadOnlyList<Knob> Knobs)> OwnersIn(Scene scene)
    {
        (string, IReadOnlyList<Knob>)[] owners =
        [
            .. scene.FindBehaviours<IKnobs>().GroupBy(owner => ((Behaviour)owner).Entity)
                .Select(one => (one.Key.Path, (IReadOnlyList<Knob>)[.. one.SelectMany(owner => owner.Knobs)]))
                .Where(one => one.Item2.Count > 0),
        ];
        return owners.Length > 0 ? owners
            : throw new ArgumentException("Nothing in the scene has knobs. A behaviour has them by the interface IKnobs.");
    }

    static Slider SliderOf((string Owner, Knob Knob) one)
    {
        Slider slider = new(one.Owner + one.Knob.Words, one.Knob.Low, one.Knob.High, one.Knob.Get(), one.Knob.IsLogarithmic);
        slider.Changed += one.Knob.Set;
        return slider;
    }
}
