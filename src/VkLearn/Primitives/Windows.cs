namespace VkLearn
{
    /// <summary>
    /// How windows go along one axis of an image: every Stride pixels, on an image with Before pixels added at its begin and After at its
    /// end, Dilation pixels from one tap to the next (1: neighbours).
    /// </summary>
    public readonly record struct WindowAxis(int Stride, int Before = 0, int After = 0, int Dilation = 1)
    {
        /// <summary>What so many taps see from one place: pixels from the first to the last.</summary>
        internal long Span(int taps) => (taps - 1L) * Dilation + 1;
    }

    /// <summary>Where a kernel of Height x Width looks at an image, along the axis of its rows and that of its columns.</summary>
    /// <param name="Height">Taps along the axis of the rows.</param>
    /// <param name="Width">Taps along the axis of the columns.</param>
    /// <param name="Rows">How it goes down.</param>
    /// <param name="Columns">How it goes across.</param>
    public readonly record struct Window(int Height, int Width, WindowAxis Rows, WindowAxis Columns)
    {
        /// <summary>Alike along both axes: every stride pixels, with padding pixels added on each side.</summary>
        public Window(int height, int width, int stride = 1, int padding = 0, int dilation = 1)
            : this(height, width, new(stride, padding, padding, dilation), new(stride, padding, padding, dilation))
        {
        }

        /// <summary>Whether there is padding on some side.</summary>
        internal bool Pads => (Rows.Before | Rows.After | Columns.Before | Columns.After) != 0;

        /// <summary>How many places there are on an image [.., H, W].</summary>
        /// <exception cref="ArgumentException">A number is out of its range, or the window larger than the padded image.</exception>
        public (int Height, int Width) Over(Shape image, string op)
        {
            Check(op);
            return (Places(image, ^2, Height, Rows, op), Places(image, ^1, Width, Columns, op));
        }

        /// <exception cref="ArgumentException">A number is out of its range.</exception>
        internal void Check(string op)
        {
            if (Height < 1 || Width < 1 || IsWrong(Rows) || IsWrong(Columns))
            {
                throw new ArgumentException(
                    $"{op}: kernel sizes, stride and dilation must be 1 or more, padding 0 or more, received {this}.");
            }
        }

        static bool IsWrong(WindowAxis axis) => axis.Stride < 1 || axis.Before < 0 || axis.After < 0 || axis.Dilation < 1;

        int Places(Shape image, Index axis, int taps, WindowAxis along, string op)
        {
            long padded = (long)image[axis] + along.Before + along.After, span = along.Span(taps);
            return span <= padded ? checked((int)((padded - span) / along.Stride + 1)) : throw new ArgumentException(
                $"{op}: a window of {this} does not fit an image of {image[^2]} x {image[^1]}: it spans {span}, "
                + $"the padded image has {padded}. " +
                $"Use padding: {(span - image[axis] + 1) / 2} or a smaller kernel or dilation.");
        }

        public override string ToString() => $"{Height}x{Width} (stride {Text(Rows.Stride, Columns.Stride)}, padding "
            + (Rows.Before == Rows.After && Columns.Before == Columns.After ? Text(Rows.Before, Columns.Before)
                : $"{Rows.Before} above, {Rows.After} below, {Columns.Before} left, {Columns.After} right")
            + $", dilation {Text(Rows.Dilation, Columns.Dilation)})";

        static string Text(int down, int across) => down == across ? $"{down}" : $"{down} down, {across} across";
    }
}

namespace VkLearn.Primitives
{
    public static class WindowsSyntax
    {
        extension(Tensor x)
        {
            /// <summary>
            /// What a window sees from each of its places: [N, C, H, W] to [N, C, Height * Width, outHeight * outWidth]. For definitions: a
            /// kernel reads the image where it lies.
            /// </summary>
            /// <param name="outside">What the padding holds.</param>
            public Tensor Windows(Window window, float outside = 0)
            {
                (int outHeight, int outWidth) = window.Over(x.Shape, "Windows");
                Tensor padded = !window.Pads ? x : x.Pad(2, window.Rows.Before, window.Rows.After, outside)
                    .Pad(3, window.Columns.Before, window.Columns.After, outside);
                (int n, int c, int h, int w) = (padded.Shape[0], padded.Shape[1], padded.Shape[2], padded.Shape[3]);
                Tensor index = Tensor.From(Index(window, outHeight, outWidth, w), [window.Height * window.Width * outHeight * outWidth]);
                return padded.Reshape([n, c, h * w]).Gather(index, axis: 2)
                    .Reshape([n, c, window.Height * window.Width, outHeight * outWidth]);
            }
        }

        static int[] Index(Window window, int outHeight, int outWidth, int width)
        {
            int[] index = new int[window.Height * window.Width * outHeight * outWidth];
            for (int i = 0; i < index.Length; i++)
            {
                int x = i % outWidth, y = i / outWidth % outHeight;
                int tapX = i / (outWidth * outHeight) % window.Width, tapY = i / (outWidth * outHeight * window.Width);
                index[i] = (y * window.Rows.Stride + tapY * window.Rows.Dilation) * width
                    + x * window.Columns.Stride + tapX * window.Columns.Dilation;
            }

            return index;
        }
    }
}
