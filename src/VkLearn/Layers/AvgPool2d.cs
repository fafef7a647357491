using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>The means over windows of kernel x kernel pixels, [N, C, H, W] to [N, C, outHeight, outWidth].</summary>
/// <param name="stride">From one window to the next; by default the kernel's size.</param>
/// <param name="countPadding">Whether pixels of the padding, zeros, count.</param>
public sealed class AvgPool2d(int kernel, int? stride = null, int padding = 0, bool countPadding = true) : Layer
{
    protected override Tensor Apply(Tensor input) => input.AvgPool2d(kernel, stride, padding, countPadding);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("AvgPool2d", "The means over windows of kernel x kernel pixels.",
        settings =>
        {
            int kernel = settings.Int("kernel", min: 1);
            return new AvgPool2d(kernel, settings.Int("stride", kernel, min: 1), settings.Int("padding", 0, min: 0),
                settings.Flag("countPadding", true));
        });
}
