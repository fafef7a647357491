using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>The means over windows, [N, C, H, W] to [N, C, outHeight, outWidth].</summary>
/// <param name="window">With sizes of its own along each axis, and padding of its own on each side.</param>
/// <param name="countPadding">Whether pixels of the padding, zeros, count.</param>
public sealed class AvgPool2d(Window window, bool countPadding = true) : Layer
{
    /// <summary>Of kernel x kernel pixels.</summary>
    /// <param name="stride">From one window to the next; by default the kernel's size.</param>
    public AvgPool2d(int kernel, int? stride = null, int padding = 0, bool countPadding = true)
        : this(new Window(kernel, kernel, stride ?? kernel, padding), countPadding)
    {
    }

    protected override Tensor Apply(Tensor input) => input.AvgPool2d(window, countPadding);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("AvgPool2d",
        "The means over windows of kernel x kernel pixels; rows, columns: where an axis differs.",
        settings => new AvgPool2d(settings.PoolWindow(dilates: false),
            settings.Flag("countPadding", true)));
}
