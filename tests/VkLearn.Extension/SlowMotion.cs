using System.Runtime.CompilerServices;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace VkLearn.Extension;

/// <summary>Slows a scene's time down while its switch is on, which the key T turns too; a knob says by how much.</summary>
public sealed class SlowMotion : Behaviour, IShown, IKnobs
{
    readonly Toggle toggle = new("slow motion (T)");
    double scale = 0.1;

    public SlowMotion() => Knobs = [new("time scale", 0.01, 1, () => scale, value => scale = value, IsLogarithmic: true)];

    public IReadOnlyList<Knob> Knobs { get; }

    public IReadOnlyList<string> Tensors => [];

    public View MakeView() => new ControlPanel("Time", toggle);

    protected override bool OnKey(KeyEvent e)
    {
        bool isOurs = e is { Key: Key.T, IsPressed: true, IsRepeat: false };
        toggle.IsOn ^= isOurs;
        return isOurs;
    }

    protected override void Update() => Time.Scale = toggle.IsOn ? scale : 1;

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("SlowMotion", "A key and a knob for slow motion.", _ => new SlowMotion());
}
