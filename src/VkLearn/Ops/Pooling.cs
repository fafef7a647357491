using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>What ops that pool the windows of an image share (shaders/include/window.glsl).</summary>
static class Pooling
{
    /// <summary>The shape that is pooled to.</summary>
    /// <exception cref="ArgumentException">It is no image, the window does not fit it, or can miss it.</exception>
    public static Shape Check(string op, Window window, Tensor image)
    {
        if (image.Shape.Rank != 4 || image.Type != DType.Float32)
        {
            throw new ArgumentException($"{op}: needs Float32 images [N, C, H, W], received {image.TensorType}.");
        }

        (int height, int width) = window.Over(image.Shape, op);
        Refuse(op, window, window.Height, window.Rows);
        Refuse(op, window, window.Width, window.Columns);
        return Sees(image.Shape[2], height, window.Height, window.Rows) && Sees(image.Shape[3], width, window.Width, window.Columns)
            ? [image.Shape[0], image.Shape[1], height, width]
            : throw new ArgumentException($"{op}: on an image of {image.Shape[2]} x {image.Shape[3]} taps of {window} see nothing but "
                + "padding from some places. Use less padding or dilation.");
    }

    static void Refuse(string op, Window window, int taps, WindowAxis axis)
    {
        if (Math.Max(axis.Before, axis.After) > taps / 2)
        {
            throw new ArgumentException(
                $"{op}: padding must be at most half of the kernel, so that every window sees a pixel, received {window}. " +
                $"Use padding: {taps / 2} or less.");
        }
    }

    /// <summary>Whether each place sees a pixel; of neighbours each does, with padding of at most half of them.</summary>
    static bool Sees(int pixels, int places, int taps, WindowAxis axis) => axis.Dilation == 1 || Enumerable.Range(0, places)
        .All(place => Enumerable.Range(0, taps).Any(tap => place * axis.Stride + tap * axis.Dilation - axis.Before is var at
            && at >= 0 && at < pixels));

    public const uint LocalSize = 64;

    /// <summary>The constants of window.glsl, of which a kernel uses some.</summary>
    public static IEnumerable<Constant> Constants(Window window) =>
        ((Constant[])
        [
            ("KERNEL_ROWS", window.Height), ("KERNEL_COLS", window.Width), ("PADS", window.Pads),
            ("STRIDE_Y", window.Rows.Stride), ("PADDING_Y", window.Rows.Before), ("DILATION_Y", window.Rows.Dilation),
            ("STRIDE_X", window.Columns.Stride), ("PADDING_X", window.Columns.Before), ("DILATION_X", window.Columns.Dilation),
        ]).Select(constant => constant with { IsOptional = true });

    /// <summary>Whether two windows can see one pixel, or lie in one another.</summary>
    public static bool Overlap(Window window) => window.Rows.Span(window.Height) > window.Rows.Stride
        || window.Columns.Span(window.Width) > window.Columns.Stride;

    /// <summary>Images times channels, then the sizes of the image and of what it is pooled to.</summary>
    public static Arg[] Sizes(Shape image, Shape pooled) =>
        [checked(image[0] * image[1]), image[2], image[3], pooled[2], pooled[3]];

    /// <summary>
    /// Who makes a gradient of an image: where windows overlap each pixel's own; else each pixel belongs to one, and who has that window
    /// writes all its pixels, and those beside it, in cells of stride x stride pixels, one for each window and some beyond.
    /// </summary>
    public static (long Owners, int CellRows, int CellCols) Owners(Shape image, Window window)
    {
        (int rows, int cols) = (Cells(image[2], window.Rows), Cells(image[3], window.Columns));
        return (Overlap(window) ? image.Count : (long)image[0] * image[1] * rows * cols, rows, cols);
    }

    static int Cells(int pixels, WindowAxis axis) => (pixels + axis.Before + axis.Stride - 1) / axis.Stride;
}
