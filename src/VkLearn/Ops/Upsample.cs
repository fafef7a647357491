using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>Each pixel as Scale x Scale equal ones: [N, C, H, W] to [N, C, Scale * H, Scale * W].</summary>
    public sealed record UpsampleNearest(int Scale) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            (int n, int c, int h, int w) = Upsampling.Check(this, Scale, inputs[0]);
            Tensor repeated = inputs[0].Reshape([n * c * h, 1, w, 1]).BroadcastTo([n * c * h, Scale, w, Scale]);
            return [repeated.Reshape([n, c, h * Scale, w * Scale])];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            Upsampling.Dispatch(pass, "UpsampleNearest", Scale, inputs[0], outputs[0], image: inputs[0].Shape,
                made: inputs[0].Shape.Count);

        // A sum over what was one pixel, in one dispatch; the definition's would take two.
        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]!.AvgPool2d(Scale) * (Scale * Scale)];
    }

    /// <summary>
    /// Pixels between those of the image by linear interpolation along both axes, corners not aligned (as PyTorch has it by default):
    /// pixel o of the output lies at (o + 1/2) / Scale - 1/2 of the image, whose border goes on outside.
    /// </summary>
    public sealed record UpsampleBilinear(int Scale) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            (int n, int c, int h, int w) = Upsampling.Check(this, Scale, inputs[0]);
            Tensor wide = Longer(inputs[0].Reshape([n * c, h, w]), axis: 2);
            return [Longer(wide, axis: 1).Reshape([n, c, h * Scale, w * Scale])];
        }

        /// <summary>Each pixel of the longer line between the two of the shorter one that it lies between.</summary>
        Tensor Longer(Tensor x, int axis)
        {
            int pixels = x.Shape[axis];
            int[] low = new int[pixels * Scale], high = new int[low.Length];
            float[] share = new float[low.Length];
            for (int to = 0; to < low.Length; to++)
            {
                int twice = Math.Max(0, 2 * to + 1 - Scale);
                (low[to], share[to]) = (twice / (2 * Scale), twice % (2 * Scale) / (2f * Scale));
                high[to] = Math.Min(low[to] + 1, pixels - 1);
            }

            Tensor Pixels(int[] from) => x.Gather(Tensor.From(from, [from.Length]), axis);
            Tensor given = Tensor.From(share, axis == 1 ? [share.Length, 1] : [share.Length]);
            return Pixels(low) * (1 - given) + Pixels(high) * given;
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            Upsampling.Dispatch(pass, "UpsampleBilinear", Scale, inputs[0], outputs[0], image: inputs[0].Shape,
                made: outputs[0].Shape.Count);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [new UpsampleBilinearBackward(Scale).Apply(gradients[0]!)[0]];
    }

    /// <summary>
    /// For each pixel of an image the sum of what it gave to each pixel of the larger one, times that one's gradient: by construction the
    /// gradient of <see cref="UpsampleBilinear"/>, whatever the image held.
    /// </summary>
    public sealed record UpsampleBilinearBackward(int Scale) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Shape large = inputs[0].Shape;
            Tensor image = Tensor.Zeros([large[0], large[1], large[2] / Scale, large[3] / Scale]);
            return [Differentiation.Of(new UpsampleBilinear(Scale).Defined([image]), [inputs[0]], [image])[0]!];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            Upsampling.Dispatch(pass, "UpsampleBilinearBackward", Scale, inputs[0], outputs[0], image: outputs[0].Shape,
                made: outputs[0].Shape.Count);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [new UpsampleBilinear(Scale).Apply(gradients[0]!)[0]];
    }

    static class Upsampling
    {
        /// <exception cref="ArgumentException">It is no image, or the scale below 1.</exception>
        public static (int N, int C, int Height, int Width) Check(Op op, int scale, Tensor image) =>
            image.Shape.Rank == 4 && image.Type == DType.Float32 && scale >= 1
                ? (image.Shape[0], image.Shape[1], image.Shape[2], image.Shape[3])
                : throw new ArgumentException(
                    $"{op.Name}: needs Float32 images [N, C, H, W] and a scale of 1 or more, received {image.TensorType} and {scale}.");

        /// <param name="made">How many pixels, or squares of pixels, invocations make.</param>
        public static void Dispatch(Pass pass, string shader, int scale, Tensor from, Tensor to, Shape image, long made) =>
            pass.Dispatch(shader, pass.InRounds(made), 64, [("SCALE", scale)],
                from, to, image[0] * image[1], image[2], image[3]);
    }
}

namespace VkLearn
{
    public static class UpsampleSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The image scale times as high and wide, [N, C, H, W] to [N, C, scale * H, scale * W].</summary>
            /// <exception cref="ArgumentException">It is no image, or the scale below 1.</exception>
            public Tensor Upsample(int scale, Interpolation interpolation = Interpolation.Nearest) =>
                (interpolation == Interpolation.Bilinear ? (Op)new UpsampleBilinear(scale) : new UpsampleNearest(scale)).Apply(x)[0];
        }
    }

    /// <summary>How pixels are made between those that there are.</summary>
    public enum Interpolation
    {
        /// <summary>Each is as the one it lies in.</summary>
        Nearest,

        /// <summary>Linear along both axes; the image's corners are not those of the larger one.</summary>
        Bilinear,
    }
}
