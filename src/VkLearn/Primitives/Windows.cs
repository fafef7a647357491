namespace VkLearn
{
    /// <summary>
    /// Where a kernel of Height x Width looks at an image: every Stride pixels, on an image with Padding pixels added on each side,
    /// Dilation pixels from one tap to the next (1: neighbours).
    /// </summary>
    public readonly record struct Window(int Height, int Width, int Stride = 1, int Padding = 0, int Dilation = 1)
    {
        /// <summary>How many places there are on an image [.., H, W].</summary>
        /// <exception cref="ArgumentException">A number is out of its range, or the window larger than the padded image.</exception>
        public (int Height, int Width) Over(Shape image, string op)
        {
            if (Height < 1 || Width < 1 || Stride < 1 || Padding < 0 || Dilation < 1)
            {
                throw new ArgumentException(
                    $"{op}: kernel sizes, stride and dilation must be 1 or more, padding 0 or more, received {this}.");
            }

            return (Places(image, ^2, Height, op), Places(image, ^1, Width, op));
        }

        int Places(Shape image, Index axis, int taps, string op)
        {
            long padded = image[axis] + 2L * Padding, span = (taps - 1L) * Dilation + 1;
            return span <= padded ? checked((int)((padded - span) / Stride + 1)) : throw new ArgumentException(
                $"{op}: a window of {this} does not fit an image of {image[^2]} x {image[^1]}: it spans {span}, "
                + $"the padded image has {padded}. " +
                $"Use padding: {(span - image[axis] + 1) / 2} or a smaller kernel or dilation.");
        }

        public override string ToString() => $"{Height}x{Width} (stride {Stride}, padding {Padding}, dilation {Dilation})";
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
                int padding = window.Padding;
                Tensor padded = padding == 0 ? x : x.Pad(2, padding, padding, outside).Pad(3, padding, padding, outside);
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
                index[i] = (y * window.Stride + tapY * window.Dilation) * width + x * window.Stride + tapX * window.Dilation;
            }

            return index;
        }
    }
}
