using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>[N, ...] to [N, features].</summary>
public sealed class Flatten : Layer
{
    protected override Tensor Apply(Tensor input) => input.Flatten();

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Flatten", "[N, ...] to [N, features].", _ => new Flatten());
}
