using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>The image scale times as high and wide, [N, C, H, W] to [N, C, scale * H, scale * W].</summary>
public sealed class Upsample(int scale, Interpolation interpolation = Interpolation.Nearest) : Layer
{
    protected override Tensor Apply(Tensor input) => input.Upsample(scale, interpolation);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Upsample", "The image scale times as high and wide.",
        settings => new Upsample(settings.Int("scale", min: 1), settings.OneOf<Interpolation>("interpolation", Interpolation.Nearest)));
}
