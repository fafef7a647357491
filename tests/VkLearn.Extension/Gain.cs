using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Extension;

public sealed class Gain : Layer   // [.., features] to the same
{
    public Gain(int features) => Weight = Add("weight", [features], Initializer.Ones);   // seen and saved as "layers.2.weight"

    public Parameter Weight { get; }

    protected override Tensor Apply(Tensor input) => input * Weight;   // of several inputs or outputs: Apply(Tensor[])

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Gain", "Each feature times a weight of its own.",
        settings => new Gain(settings.Int("features", min: 1)));   // by this name in scenes, and in `vklearn list layers`
}
