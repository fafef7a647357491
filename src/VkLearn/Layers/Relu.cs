using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>max(x, 0); NaN passes.</summary>
public sealed class Relu : Layer
{
    protected override Tensor Apply(Tensor input) => input.Relu();

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Relu", "max(x, 0).", _ => new Relu());
}
