using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// The mean of what a window sees, [N, C, H, W] to [N, C, outHeight, outWidth]; the padding, of zeros, counts or does not.
    /// </summary>
    public sealed record AvgPool2dOp(Window Window, bool CountPadding = true) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            if (Window.Rows.Dilation != 1 || Window.Columns.Dilation != 1)
            {
                throw new ArgumentException($"{Name}: a mean has no dilation, received {Window}. Use dilation: 1.");
            }

            Shape pooled = Pooling.Check(Name, Window, inputs[0]);
            Tensor sums = inputs[0].Windows(Window).Sum(2);
            Tensor counts = CountPadding ? Window.Height * Window.Width
                : Tensor.Ones([1, 1, .. inputs[0].Shape.Sizes[2..]]).Windows(Window).Sum(2);
            return [(sums / counts).Reshape(pooled)];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            pass.Dispatch("AvgPool2d", pass.InRounds(outputs[0].Shape.Count),
                Pooling.LocalSize, [.. Pooling.Constants(Window), ("COUNT_PADDING", CountPadding)],
                [inputs[0], outputs[0], .. Pooling.Sizes(inputs[0].Shape, outputs[0].Shape)]);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [new AvgPool2dBackward(Window, CountPadding, inputs[0].Shape).Apply(gradients[0]!)[0]];
    }

    /// <summary>
    /// For each pixel of an image the sum of its shares in the windows that see it: by construction the gradient of
    /// <see cref="AvgPool2dOp"/>, whatever the image held.
    /// </summary>
    public sealed record AvgPool2dBackward(Window Window, bool CountPadding, Shape Image) : Op
    {
        AvgPool2dOp Forward => new(Window, CountPadding);

        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor image = Tensor.Zeros(Image);
            return [Differentiation.Of(Forward.Defined([image]), [inputs[0]], [image])[0]!];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            (long owners, int cellRows, int cellCols) = Pooling.Owners(Image, Window);
            pass.Dispatch("AvgPool2dBackward", pass.InRounds(owners),
                Pooling.LocalSize,
                [.. Pooling.Constants(Window), ("COUNT_PADDING", CountPadding), ("OVERLAP", Pooling.Overlap(Window))],
                [inputs[0], outputs[0], .. Pooling.Sizes(Image, inputs[0].Shape), cellRows, cellCols]);
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [Forward.Apply(gradients[0]!)[0]];
    }
}

namespace VkLearn
{
    public static class AvgPool2dSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The means over windows of kernel x kernel pixels, [N, C, H, W] to [N, C, outHeight, outWidth].</summary>
            /// <param name="stride">From one window to the next; by default the kernel's size.</param>
            /// <param name="countPadding">Whether pixels of the padding, zeros, count.</param>
            /// <exception cref="ArgumentException">It is no image, or the window does not fit it.</exception>
            public Tensor AvgPool2d(int kernel, int? stride = null, int padding = 0, bool countPadding = true) =>
                x.AvgPool2d(new Window(kernel, kernel, stride ?? kernel, padding), countPadding);

            /// <summary>The means over windows, [N, C, H, W] to [N, C, outHeight, outWidth].</summary>
            /// <exception cref="ArgumentException">It is no image, or the window does not fit it or is dilated.</exception>
            public Tensor AvgPool2d(Window window, bool countPadding = true) => new AvgPool2dOp(window, countPadding).Apply(x)[0];

            /// <summary>The mean of each channel, [N, C, H, W] to [N, C].</summary>
            /// <exception cref="ArgumentException">It is no image.</exception>
            public Tensor GlobalAveragePool() => x.Shape.Rank == 4
                ? x.Reshape([x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[3]]).Mean(-1)
                : throw new ArgumentException($"GlobalAveragePool: needs images [N, C, H, W], received {x.Shape}.");
        }
    }
}
