using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// The maximum of what a window sees, [N, C, H, W] to [N, C, outHeight, outWidth]; the padding is below everything, NaN passes. Ties
    /// give the gradient to the first.
    /// </summary>
    public sealed record MaxPool2dOp(Window Window) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Shape pooled = Pooling.Check(Name, Window, inputs[0]);
            return [inputs[0].Windows(Window, float.NegativeInfinity).Max(2).Reshape(pooled)];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            pass.Dispatch("MaxPool2d", pass.InRounds(outputs[0].Shape.Count), Pooling.LocalSize, [.. Pooling.Constants(Window)],
                [inputs[0], outputs[0], .. Pooling.Sizes(inputs[0].Shape, outputs[0].Shape)]);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [new MaxPool2dBackward(Window).Apply(inputs[0], gradients[0]!)[0]];
    }

    /// <summary>
    /// For each pixel the sum of the gradients of the windows whose maximum it is, from the image and the gradient of what
    /// <see cref="MaxPool2dOp"/> made of it: by construction its gradient.
    /// </summary>
    public sealed record MaxPool2dBackward(Window Window) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) =>
            [Differentiation.Of(new MaxPool2dOp(Window).Defined(inputs[..1]), [inputs[1]], [inputs[0]])[0]!];

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            Shape image = inputs[0].Shape, pooled = inputs[1].Shape;
            (long owners, int cellRows, int cellCols) = Pooling.Owners(image, Window);
            pass.Dispatch("MaxPool2dBackward", pass.InRounds(owners),
                Pooling.LocalSize, [.. Pooling.Constants(Window), ("OVERLAP", Pooling.Overlap(Window))],
                [inputs[0], inputs[1], outputs[0], .. Pooling.Sizes(image, pooled), cellRows, cellCols]);
        }
    }
}

namespace VkLearn
{
    public static class MaxPool2dSyntax
    {
        extension(Tensor x)
        {
            /// <summary>
            /// The maxima over windows of kernel x kernel pixels, [N, C, H, W] to [N, C, outHeight, outWidth]; NaN passes.
            /// </summary>
            /// <param name="stride">From one window to the next; by default the kernel's size.</param>
            /// <exception cref="ArgumentException">It is no image, or the window does not fit it.</exception>
            public Tensor MaxPool2d(int kernel, int? stride = null, int padding = 0) =>
                x.MaxPool2d(new Window(kernel, kernel, stride ?? kernel, padding));

            /// <summary>The maxima over windows, [N, C, H, W] to [N, C, outHeight, outWidth]; NaN passes.</summary>
            /// <exception cref="ArgumentException">It is no image, or the window does not fit it.</exception>
            public Tensor MaxPool2d(Window window) => new MaxPool2dOp(window).Apply(x)[0];
        }
    }
}
