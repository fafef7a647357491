using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>What ops that pool the windows of an image share (shaders/include/window.glsl).</summary>
static class Pooling
{
    /// <summary>The shape that is pooled to.</summary>
    /// <exception cref="ArgumentException">It is no image, the window does not fit it, is dilated, or can miss it.</exception>
    public static Shape Check(string op, Window window, Tensor image)
    {
        if (image.Shape.Rank != 4 || image.Type != DType.Float32)
        {
            throw new ArgumentException($"{op}: needs Float32 images [N, C, H, W], received {image.TensorType}.");
        }

        if (window.Dilation != 1)
        {
            throw new ArgumentException($"{op}: a pool has no dilation, received {window}. Use dilation: 1.");
        }

        (int height, int width) = window.Over(image.Shape, op);
        int most = Math.Min(window.Height, window.Width) / 2;
        return window.Padding <= most ? [image.Shape[0], image.Shape[1], height, width] : throw new ArgumentException(
            $"{op}: padding must be at most half of the kernel, so that every window sees a pixel, received {window}. " +
            $"Use padding: {most} or less.");
    }

    public const uint LocalSize = 64;

    public static Constant[] Constants(Window window) =>
        [("KERNEL_ROWS", window.Height), ("KERNEL_COLS", window.Width), ("STRIDE", window.Stride), ("PADDING", window.Padding)];

    /// <summary>Whether two windows can see one pixel.</summary>
    public static bool Overlap(Window window) => window.Height > window.Stride || window.Width > window.Stride;

    /// <summary>Images times channels, then the sizes of the image and of what it is pooled to.</summary>
    public static Arg[] Sizes(Shape image, Shape pooled) =>
        [checked(image[0] * image[1]), image[2], image[3], pooled[2], pooled[3]];

    /// <summary>
    /// Who makes a gradient of an image: where windows overlap each pixel's own; else each pixel belongs to one, and who has that window
    /// writes all its pixels, and those beside it, in cells of stride pixels, one for each window and some beyond.
    /// </summary>
    public static (long Owners, int CellRows, int CellCols) Owners(Shape image, Window window)
    {
        (int rows, int cols) = (Cells(image[2], window), Cells(image[3], window));
        return (Overlap(window) ? image.Count : (long)image[0] * image[1] * rows * cols, rows, cols);
    }

    static int Cells(int pixels, Window window) => (pixels + window.Padding + window.Stride - 1) / window.Stride;
}
