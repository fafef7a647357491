using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>The maxima over windows of kernel x kernel pixels, [N, C, H, W] to [N, C, outHeight, outWidth]; NaN passes.</summary>
/// <param name="stride">From one window to the next; by default the kernel's size.</param>
public sealed class MaxPool2d(int kernel, int? stride = null, int padding = 0) : Layer
{
    protected override Tensor Apply(Tensor input) => input.MaxPool2d(kernel, stride, padding);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("MaxPool2d", "The maxima over windows of kernel x kernel pixels.",
        settings =>
        {
            int kernel = settings.Int("kernel", min: 1);
            return new MaxPool2d(kernel, settings.Int("stride", kernel, min: 1), settings.Int("padding", 0, min: 0));
        });
}
