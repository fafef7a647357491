using VkLearn.Compile;
using VkLearn.Ops;

namespace VkLearn.Ops
{
    /// <summary>
    /// The gradient of <see cref="Conv2dOp"/> by its images, of which there are infinitely many sizes that give the same number of places,
    /// so it is told: x [N, C, H, W] and weight [C, OC / groups, KH, KW] to [N, OC, Height, Width].
    /// </summary>
    public sealed record ConvTranspose2dOp(int Height, int Width, int Stride = 1, int Padding = 0, int Dilation = 1, int Groups = 1) : Op
    {
        Conv2dOp Forward => new(Stride, Padding, Dilation, Groups);

        protected override Tensor[] Define(Tensor[] inputs)
        {
            (Tensor x, Tensor weight) = (inputs[0], inputs[1]);
            Check(x, weight);
            Tensor image = Tensor.Zeros([x.Shape[0], weight.Shape[1] * Groups, Height, Width]);
            return [Differentiation.Of(Forward.Defined([image, weight]), [x], [image])[0]!];
        }

        void Check(Tensor x, Tensor weight)
        {
            if (x.Shape.Rank != 4 || weight.Shape.Rank != 4 || x.Type != DType.Float32 || weight.Type != DType.Float32
                || Groups < 1 || x.Shape[1] != weight.Shape[0] || weight.Shape[0] % Groups != 0)
            {
                throw new ArgumentException(
                    $"ConvTranspose2d: needs Float32 images [N, C, H, W] and weights [C, OC / groups, KH, KW] with C a multiple of "
                    + $"groups: {Groups}, received {x.TensorType} and {weight.TensorType}.");
            }

            (int height, int width) = Forward.WindowOf(weight).Over([1, 1, Height, Width], "ConvTranspose2d");
            if (x.Shape[2] != height || x.Shape[3] != width)
            {
                throw new ArgumentException(
                    $"ConvTranspose2d: a result of {Height} x {Width} comes from images of {height} x {width} by "
                    + $"{Forward.WindowOf(weight)}, received {x.Shape[2]} x {x.Shape[3]}.");
            }
        }

        internal override double Flops(TensorType[] inputs, TensorType[] outputs) =>
            2.0 * inputs[0].Shape.Count * Shape.CountOf(inputs[1].Shape.Sizes[1..]);

        internal override bool TakesProgram => true;

        internal override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs, FusedProgram? program) =>
            Convolution.Transposed(pass, this, inputs, outputs, program);

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) => Dispatch(pass, inputs, outputs, null);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            (Tensor x, Tensor weight, Tensor g) = (inputs[0], inputs[1], gradients[0]!);
            return [Forward.Apply(g, weight)[0], Conv2dWeightGradient.Of(g, x, Forward.WindowOf(weight), Groups)];
        }
    }
}

namespace VkLearn
{
    public static class ConvTranspose2dSyntax
    {
        extension(Tensor x)
        {
            /// <summary>
            /// Images [N, C, H, W] by weights [C, OC / groups, KH, KW] to (H - 1) stride - 2 padding + dilation (KH - 1) + 1 +
            /// outputPadding rows, and columns alike: see <see cref="Ops.ConvTranspose2dOp"/>.
            /// </summary>
            /// <param name="outputPadding">Rows and columns more, below the stride: which of the sizes that a convolution takes to H x W.
            /// </param>
            /// <exception cref="ArgumentException">The shapes do not fit.</exception>
            public Tensor ConvTranspose2d(
                Tensor weight, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1)
            {
                if (x.Shape.Rank != 4 || weight.Shape.Rank != 4)
                {
                    throw new ArgumentException(
                        $"ConvTranspose2d: needs images [N, C, H, W] and weights [C, OC / groups, KH, KW], "
                        + $"received {x.Shape} and {weight.Shape}.");
                }

                int height = Size(x.Shape[2], weight.Shape[2]), width = Size(x.Shape[3], weight.Shape[3]);
                return height >= 1 && width >= 1 && outputPadding >= 0 && outputPadding < Math.Max(stride, 2)
                    ? new ConvTranspose2dOp(height, width, stride, padding, dilation, groups).Apply(x, weight)[0]
                    : throw new ArgumentException(
                        $"ConvTranspose2d: {x.Shape[2]} x {x.Shape[3]} by a kernel of {weight.Shape[2]} x {weight.Shape[3]}, "
                        + $"stride {stride}, padding {padding}, outputPadding {outputPadding} would give {height} x {width}. "
                        + "Sizes must be 1 or more, outputPadding from 0 to below the stride.");

                int Size(int size, int taps) => (size - 1) * stride - 2 * padding + dilation * (taps - 1) + 1 + outputPadding;
            }
        }
    }
}
