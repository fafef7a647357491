using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>log(1 + exp(x)) (Dugas et al. 2001).</summary>
public sealed class Softplus : Layer
{
    protected override Tensor Apply(Tensor input) => input.Softplus();

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Softplus", "log(1 + exp(x)) (Dugas et al. 2001).",
        _ => new Softplus());
}
