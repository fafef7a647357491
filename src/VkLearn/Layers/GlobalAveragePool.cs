using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>The mean of each channel, [N, C, H, W] to [N, C].</summary>
public sealed class GlobalAveragePool : Layer
{
    protected override Tensor Apply(Tensor input) => input.GlobalAveragePool();

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("GlobalAveragePool", "The mean of each channel: [N, C, H, W] to [N, C].",
        _ => new GlobalAveragePool());
}
