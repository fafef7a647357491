using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// y[n, o, place] = sum over the group's channels and the taps of weight[o, c, tap] x[n, c, place + tap] (cross-correlation, as the
    /// field's convolution is): x [N, C, H, W] and weight [OC, C / groups, KH, KW] to [N, OC, OH, OW].
    /// </summary>
    /// <param name="Rows">How the kernel goes down; padding is of zeros.</param>
    /// <param name="Columns">How it goes across.</param>
    /// <param name="Groups">Into how many the channels are cut; C: depthwise.</param>
    public sealed record Conv2dOp(WindowAxis Rows, WindowAxis Columns, int Groups = 1) : Op
    {
        /// <summary>Alike along both axes, with padding pixels on each side.</summary>
        public Conv2dOp(int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
            : this(new(stride, padding, padding, dilation), new(stride, padding, padding, dilation), groups)
        {
        }

        protected override Tensor[] Define(Tensor[] inputs)
        {
            (Tensor x, Tensor weight) = (inputs[0], inputs[1]);
            Check(x, weight);
            Shape result = ResultOf(x, weight);
            (int n, int outChannels, int depth) = (x.Shape[0], weight.Shape[0], weight.Shape[1] * weight.Shape[2] * weight.Shape[3]);
            // Of each group a product: weights [OC / groups, depth] by windows [depth, places].
            Tensor windows = x.Windows(WindowOf(weight)).Reshape([n * Groups, depth, result[2] * result[3]]);
            Tensor matrix = weight.Reshape([1, Groups, outChannels / Groups, depth]).BroadcastTo([n, Groups, outChannels / Groups, depth]);
            return [matrix.Reshape([n * Groups, outChannels / Groups, depth]).MatMul(windows).Reshape(result)];
        }

        /// <summary>[N, OC, OH, OW]; what is written may be of another shape, where a program that the kernel runs ends in one.</summary>
        internal Shape ResultOf(Tensor x, Tensor weight)
        {
            (int height, int width) = WindowOf(weight).Over(x.Shape, "Conv2d");
            return [x.Shape[0], weight.Shape[0], height, width];
        }

        internal Window WindowOf(Tensor weight) => new(weight.Shape[2], weight.Shape[3], Rows, Columns);

        void Check(Tensor x, Tensor weight)
        {
            if (x.Shape.Rank != 4 || weight.Shape.Rank != 4 || x.Type != DType.Float32 || weight.Type != DType.Float32)
            {
                throw new ArgumentException(
                    $"Conv2d: needs Float32 images [N, C, H, W] and weights [OC, C / groups, KH, KW], "
                    + $"received {x.TensorType} and {weight.TensorType}.");
            }

            int channels = x.Shape[1];
            if (Groups < 1 || channels % Groups != 0 || weight.Shape[0] % Groups != 0)
            {
                throw new ArgumentException(
                    $"Conv2d: groups must divide the image's {channels} channels and the result's {weight.Shape[0]}, "
                    + $"received groups: {Groups}.");
            }

            if (weight.Shape[1] != channels / Groups)
            {
                throw new ArgumentException(
                    $"Conv2d: an image of {channels} channels in {Groups} groups needs weights [OC, {channels / Groups}, KH, KW], "
                    + $"received {weight.Shape}.");
            }
        }

        internal override double Flops(TensorType[] inputs, TensorType[] outputs) =>
            2.0 * outputs[0].Shape.Count * Shape.CountOf(inputs[1].Shape.Sizes[1..]);

        internal override bool TakesProgram => true;

        internal override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs, FusedProgram? program) =>
            Convolution.Forward(pass, this, inputs, outputs, program);

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) => Dispatch(pass, inputs, outputs, null);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            (Tensor x, Tensor weight, Tensor g) = (inputs[0], inputs[1], gradients[0]!);
            Tensor toX = new ConvTranspose2dOp(x.Shape[2], x.Shape[3], Rows, Columns, Groups).Apply(g, weight)[0];
            return [toX, Conv2dWeightGradient.Of(x, g, WindowOf(weight), Groups)];
        }
    }

    /// <summary>
    /// The gradient of <see cref="Conv2dOp"/> by its weights, from x [N, C, H, W] and y's gradient [N, OC, OH, OW], in parts that are to be
    /// added: [Parts, OC, C / groups, KH, KW]. A part is the sum over some of the images, so that the sum over all is shared by much of the
    /// device and is always added in the same order.
    /// </summary>
    public sealed record Conv2dWeightGradient(Window Window, int Groups, int Parts) : Op
    {
        /// <summary>The whole gradient.</summary>
        internal static Tensor Of(Tensor x, Tensor gradient, Window window, int groups)
        {
            int parts = Convolution.WeightParts(x.Shape, gradient.Shape, groups, window);
            Tensor parted = new Conv2dWeightGradient(window, groups, parts).Apply(x, gradient)[0];
            return parts == 1 ? parted.Reshape([gradient.Shape[1], x.Shape[1] / groups, window.Height, window.Width]) : parted.Sum(0);
        }

        int ImagesAPart(Tensor x) => (x.Shape[0] + Parts - 1) / Parts;

        protected override Tensor[] Define(Tensor[] inputs)
        {
            (int each, int images, int outChannels) = (ImagesAPart(inputs[0]), inputs[0].Shape[0], inputs[1].Shape[1]);
            (int height, int width) = Window.Over(inputs[0].Shape, Name);
            Elementwise.Expect(this, "the gradient", inputs[1], [images, outChannels, height, width]);
            Tensor[] parts = [.. Enumerable.Range(0, Parts)
                .Select(part => Part(inputs, Math.Min(part * each, images), Math.Min((part + 1) * each, images)))];
            return [parts.Length == 1 ? parts[0] : Concat.Of(0, parts)];
        }

        Tensor Part(Tensor[] inputs, int from, int to)
        {
            (Tensor x, Tensor g) = (inputs[0], inputs[1]);
            Shape shape = [g.Shape[1], x.Shape[1] / Groups, Window.Height, Window.Width];
            if (from == to)
            {
                return Tensor.Zeros([1, .. shape]);
            }

            Tensor weight = Tensor.Zeros(shape);
            Conv2dOp forward = new(Window.Rows, Window.Columns, Groups);
            Tensor[] defined = forward.Defined([x.Slice(0, from, to - from), weight]);
            return Differentiation.Of(defined, [g.Slice(0, from, to - from)], [weight])[0]!.Reshape([1, .. shape]);
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            Convolution.Weight(pass, this, inputs, outputs);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            (Tensor x, Tensor g) = (inputs[0], inputs[1]);
            int each = ImagesAPart(x), images = x.Shape[0];
            List<Tensor> toX = [], toG = [];
            for (int from = 0; from < images; from += each)
            {
                int count = Math.Min(each, images - from);
                Tensor weight = gradients[0]!.Slice(0, from / each, 1).Reshape(outputs[0].Shape.Without(0));
                toX.Add(new ConvTranspose2dOp(x.Shape[2], x.Shape[3], Window.Rows, Window.Columns, Groups)
                    .Apply(g.Slice(0, from, count), weight)[0]);
                toG.Add(new Conv2dOp(Window.Rows, Window.Columns, Groups).Apply(x.Slice(0, from, count), weight)[0]);
            }

            return [toX.Count == 1 ? toX[0] : Concat.Of(0, [.. toX]), toG.Count == 1 ? toG[0] : Concat.Of(0, [.. toG])];
        }
    }
}

namespace VkLearn
{
    public static class Conv2dSyntax
    {
        extension(Tensor x)
        {
            /// <summary>Images [N, C, H, W] by weights [OC, C / groups, KH, KW]: see <see cref="Ops.Conv2dOp"/>.</summary>
            public Tensor Conv2d(Tensor weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
                new Conv2dOp(stride, padding, dilation, groups).Apply(x, weight)[0];

            /// <summary>The same with stride, padding and dilation of its own along each axis, and padding of its own on each side.
            /// </summary>
            public Tensor Conv2d(Tensor weight, WindowAxis rows, WindowAxis columns, int groups = 1) =>
                new Conv2dOp(rows, columns, groups).Apply(x, weight)[0];
        }
    }
}
