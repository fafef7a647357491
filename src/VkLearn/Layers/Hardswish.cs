using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).</summary>
public sealed class Hardswish : Layer
{
    protected override Tensor Apply(Tensor input) => input.Hardswish();

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Hardswish", "x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).",
        _ => new Hardswish());
}
