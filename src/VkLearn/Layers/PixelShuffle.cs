using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>Channels as pixels (Shi et al. 2016): [N, C scale², H, W] to [N, C, scale H, scale W].</summary>
public sealed class PixelShuffle(int scale) : Layer
{
    protected override Tensor Apply(Tensor input) => input.PixelShuffle(scale);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("PixelShuffle",
        "Channels as pixels (Shi et al. 2016): [N, C scale², H, W] to [N, C, scale H, scale W].",
        settings => new PixelShuffle(settings.Int("scale", min: 1)));
}
