using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>Elu with the alpha and the scale that keep mean 0 and variance 1 (Klambauer et al. 2017).</summary>
public sealed class Selu : Layer
{
    protected override Tensor Apply(Tensor input) => input.Selu();

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Selu", "Elu that keeps mean 0 and variance 1 (Klambauer et al. 2017).",
        _ => new Selu());
}
