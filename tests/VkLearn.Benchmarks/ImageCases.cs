using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Benchmarks;

/// <summary>What a network that sees has beside its convolutions, at the sizes of LeNet and of ResNet-20's stages.</summary>
static class ImageCases
{
    const double OfLongSums = 2e-5; // the terms cancel

    public static IEnumerable<Case> All() =>
    [
        .. Norms(32, 16, 32), .. Norms(32, 32, 16), .. Norms(32, 64, 8),
        .. Pools(64, 16, 28, new Window(2, 2, 2)), .. Pools(64, 16, 28, new Window(3, 3, 2, 1)),
        new Case("Pool", "global, [128, 64, 8, 8]", [Operand.Floats(128, 64, 8, 8)], x => [x[0].GlobalAveragePool()])
            { Allowed = OfLongSums },
        .. Upsamples(32, 16, 16),
    ];

    static IEnumerable<Case> Norms(int images, int channels, int side)
    {
        Operand x = Operand.Floats(images, channels, side, side), c = Operand.Positive(channels);
        string size = $"[{images}, {channels}, {side}, {side}]";
        BatchNormOp norm = new(1e-5f, 0.1f);
        yield return new Case("BatchNorm", $"statistics, {size}", [x, c, c, c], new BatchNormStatistics(1e-5f, 0.1f).Apply)
            { Allowed = OfLongSums };
        yield return new Case("BatchNorm", $"and relu, {size}", [x, c, c, c, c], x => [norm.Apply(x)[0].Relu()]) { Allowed = OfLongSums };
        yield return new Case("BatchNorm", $"and sum and relu, {size}", [x, c, c, c, c, x], x => [(norm.Apply(x[..5])[0] + x[5]).Relu()])
            { Allowed = OfLongSums };
        yield return new Case("BatchNorm", $"gradient, {size}", [x, c, c, c, x], new BatchNormBackward(1e-5f).Apply)
            { Allowed = OfLongSums };
        yield return new Case("GroupNorm", $"in 8, {size}", [x], x => [x[0].GroupNorm(8)]) { Allowed = OfLongSums };
    }

    static IEnumerable<Case> Pools(int images, int channels, int side, Window window)
    {
        Operand x = Operand.Floats(images, channels, side, side);
        (int rows, int cols) = window.Over(x.Type.Shape, "Pool");
        Operand g = Operand.Floats(images, channels, rows, cols);
        string size = $"{window}, [{images}, {channels}, {side}, {side}]";
        yield return new Case("Pool", $"maxima, {size}", [x], new MaxPool2dOp(window).Apply);
        yield return new Case("Pool", $"gradient of maxima, {size}", [x, g], new MaxPool2dBackward(window).Apply);
        yield return new Case("Pool", $"means, {size}", [x], new AvgPool2dOp(window).Apply);
        yield return new Case("Pool", $"gradient of means, {size}", [g], new AvgPool2dBackward(window, true, x.Type.Shape).Apply);
    }

    static IEnumerable<Case> Upsamples(int images, int channels, int side)
    {
        Operand x = Operand.Floats(images, channels, side, side);
        string size = $"[{images}, {channels}, {side}, {side}]";
        yield return new Case("Upsample", $"nearest, {size}", [x], new UpsampleNearest(2).Apply);
        yield return new Case("Upsample", $"bilinear, {size}", [x], new UpsampleBilinear(2).Apply);
        yield return new Case("Upsample", $"gradient of bilinear, {size}", [Operand.Floats(images, channels, 2 * side, 2 * side)],
            new UpsampleBilinearBackward(2).Apply);
    }
}
