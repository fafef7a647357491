using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>x times the normal distribution's integral up to x, by erf (Hendrycks and Gimpel 2016, eq. 1).</summary>
public sealed class Gelu : Layer
{
    protected override Tensor Apply(Tensor input) => input.Gelu();

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Gelu",
        "x times the normal distribution's integral up to x (Hendrycks and Gimpel 2016).",
        _ => new Gelu());
}
