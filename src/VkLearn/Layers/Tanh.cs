using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>The hyperbolic tangent.</summary>
public sealed class Tanh : Layer
{
    protected override Tensor Apply(Tensor input) => input.Tanh();

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Tanh", "The hyperbolic tangent.", _ => new Tanh());
}
