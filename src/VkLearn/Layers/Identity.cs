using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>The input as it is: where a layer must stand and nothing is to be done.</summary>
public sealed class Identity : Layer
{
    protected override Tensor Apply(Tensor input) => input;

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Identity", "The input as it is.",
        _ => new Identity());
}
