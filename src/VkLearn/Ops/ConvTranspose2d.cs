using VkLearn.Compile;
using VkLearn.Ops;

namespace VkLearn.Ops
{
    /// <summary>
    /// The gradient of <see cref="Conv2dOp"/> by its images, of which there are infinitely many sizes that give the same number of places,
    /// so it is told: x [N, C, H, W] and weight [C, OC / groups, KH, KW] to [N, OC, Height, Width].
    /// </summary>
    /// <param name="Rows">How the convolution's kernel goes down.</param>
    /// <param name="Columns">How it goes across.</param>
    public sealed record ConvTranspose2dOp(int Height, int Width, WindowAxis Rows, WindowAxis Columns, int Groups = 1) : Op
    {
        /// <summary>Alike along both axes, with padding pixels on each side.</summary>
        public ConvTranspose2dOp(int height, int width, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
            : this(height, width, new(stride, padding, padding, dilation), new(stride, padding, padding, dilation), groups)
        {
        }

        internal Conv2dOp Forward => new(Rows, Columns, Groups);

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
                WindowAxis both = new(stride, padding, padding, dilation);
                return x.ConvTranspose2d(weight, both, both, outputPadding, outputPadding, groups);
            }

            /// <summary>The same with numbers of its own along each axis, and padding of its own on each side.</summary>
            /// <param name="moreRows">As outputPadding.</param>
            /// <param name="moreColumns">As outputPadding.</param>
            /// <exception cref="ArgumentException">The shapes do not fit.</exception>
            public Tensor ConvTranspose2d(
                Tensor weight, WindowAxis rows, WindowAxis columns, int moreRows = 0, int moreColumns = 0, int groups = 1)
            {
                if (x.Shape.Rank != 4 || weight.Shape.Rank != 4)
                {
                    throw new ArgumentException(
                        $"ConvTranspose2d: needs images [N, C, H, W] and weights [C, OC / groups, KH, KW], "
                        + $"received {x.Shape} and {weight.Shape}.");
                }

                int height = Size(x.Shape[2], weight.Shape[2], rows, moreRows);
                int width = Size(x.Shape[3], weight.Shape[3], columns, moreColumns);
                return height >= 1 && width >= 1 && Fits(rows, moreRows) && Fits(columns, moreColumns)
                    ? new ConvTranspose2dOp(height, width, rows, columns, groups).Apply(x, weight)[0]
                    : throw new ArgumentException(
                        $"ConvTranspose2d: {x.Shape[2]} x {x.Shape[3]} by "
                        + $"{new Window(weight.Shape[2], weight.Shape[3], rows, columns)}, outputPadding {moreRows} and {moreColumns} "
                        + $"would give {height} x {width}. Sizes must be 1 or more, outputPadding from 0 to below the stride.");

                static int Size(int size, int taps, WindowAxis along, int more) =>
                    (size - 1) * along.Stride - along.Before - along.After + along.Dilation * (taps - 1) + 1 + more;

                static bool Fits(WindowAxis along, int more) => more >= 0 && more < Math.Max(along.Stride, 2);
            }
        }
    }
}
