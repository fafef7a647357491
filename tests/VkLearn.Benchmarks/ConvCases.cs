using VkLearn.Ops;

namespace VkLearn.Benchmarks;

/// <summary>
/// Convolutions and both their gradients, and the matrix product that would do each forward if its windows lay in memory:
/// M = N OH OW, N = OC, K = C KH KW.
/// </summary>
static class ConvCases
{
    public static IEnumerable<Case> All()
    {
        (int N, int C, int Size, int OutChannels, int Kernel, int Stride, int Padding, int Groups)[] shapes =
        [
            (64, 1, 28, 16, 5, 1, 2, 1), (64, 16, 14, 32, 5, 1, 2, 1), (16, 64, 32, 64, 3, 1, 1, 1), // LeNet's, and a wide one
            (128, 3, 32, 16, 3, 1, 1, 1), (128, 16, 32, 16, 3, 1, 1, 1), (128, 16, 32, 32, 3, 2, 1, 1), // ResNet-20's stages
            (128, 32, 16, 32, 3, 1, 1, 1), (128, 32, 16, 64, 3, 2, 1, 1), (128, 64, 8, 64, 3, 1, 1, 1),
            (128, 32, 16, 64, 1, 1, 0, 1), (128, 32, 16, 32, 3, 1, 1, 32), // the two of a depthwise separable one
        ];
        foreach (var (n, c, size, outChannels, kernel, stride, padding, groups) in shapes)
        {
            Window window = new(kernel, kernel, stride, padding);
            int outSize = window.Over([1, 1, size, size], "").Height;
            Shape x = [n, c, size, size], weight = [outChannels, c / groups, kernel, kernel], y = [n, outChannels, outSize, outSize];
            string name = $"{kernel}x{kernel} {c} to {outChannels}, {size}x{size}{(stride > 1 ? $" by {stride}" : "")}, {n}"
                + (groups > 1 ? $", {groups} groups" : "");
            double flops = 2.0 * n * outSize * outSize * outChannels * (c / groups) * kernel * kernel;
            yield return new Case("Conv2d", name, [Of(x), Of(weight)], t => new Conv2dOp(stride, padding, groups: groups).Apply(t[0], t[1]))
            {
                Flops = flops, Allowed = 5e-6,
            };
            yield return new Case("Conv2d to x", name, [Of(y), Of(weight)],
                t => new ConvTranspose2dOp(size, size, stride, padding, groups: groups).Apply(t[0], t[1]))
                { Flops = flops, Allowed = 5e-6 };
            yield return new Case("Conv2d to weight", name, [Of(x), Of(y)],
                t => [Conv2dWeightGradient.Of(t[0], t[1], window, groups)]) { Flops = flops, Allowed = 2e-5 };
            if (groups > 1)
            {
                continue;
            }

            yield return new Case("Conv2d as MatMul", name, [Operand.Floats(n * outSize * outSize, c * kernel * kernel),
                Operand.Floats(c * kernel * kernel, outChannels)], t => [t[0].MatMul(t[1])]) { Flops = flops, Allowed = 5e-6 };
        }
    }

    static Operand Of(Shape shape) => Operand.Floats(shape.Sizes.ToArray());
}
