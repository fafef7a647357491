using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>x where it is above 0, else slope x (Maas et al. 2013).</summary>
public sealed class LeakyRelu(float slope = 0.01f) : Layer
{
    protected override Tensor Apply(Tensor input) => input.LeakyRelu(slope);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("LeakyRelu", "x where it is above 0, else slope x (Maas et al. 2013).",
        settings => new LeakyRelu(settings.Float("slope", 0.01f)));
}
