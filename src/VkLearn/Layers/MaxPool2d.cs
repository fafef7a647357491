using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>The maxima over windows, [N, C, H, W] to [N, C, outHeight, outWidth]; NaN passes.</summary>
/// <param name="window">With sizes of its own along each axis, and padding of its own on each side.</param>
public sealed class MaxPool2d(Window window) : Layer
{
    /// <summary>Of kernel x kernel pixels.</summary>
    /// <param name="stride">From one window to the next; by default the kernel's size.</param>
    public MaxPool2d(int kernel, int? stride = null, int padding = 0) : this(new Window(kernel, kernel, stride ?? kernel, padding))
    {
    }

    protected override Tensor Apply(Tensor input) => input.MaxPool2d(window);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("MaxPool2d",
        "The maxima over windows of kernel x kernel pixels; rows, columns: where an axis differs.",
        settings => new MaxPool2d(settings.PoolWindow(dilates: true)));
}
