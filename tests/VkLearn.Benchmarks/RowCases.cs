using VkLearn.Ops;

namespace VkLearn.Benchmarks;

/// <summary>What goes along rows or columns of a matrix: sums, maxima, softmax and its loss.</summary>
static class RowCases
{
    const double OfLongSums = 1e-5; // the terms cancel

    public static IEnumerable<Case> All(int elements)
    {
        (int Rows, int Cols)[] sizes = [(elements / 1024, 1024), (128, 1000), (128, 10), (64, 10)];
        return
        [
            .. sizes.SelectMany(size => Reductions(size.Rows, size.Cols)),
            new Case("Reduce", $"sum of all, [{elements}]", [Operand.Positive(elements)], x => [x[0].Sum()]),
            new Case("Reduce", "sum of all, [128, 784]", [Operand.Positive(128 * 784)], x => [x[0].Sum()]),
            new Case("Reduce", "sum of all, [64]", [Operand.Positive(64)], x => [x[0].Sum()]),
            .. sizes.SelectMany(size => Softmaxes(size.Rows, size.Cols)),
            .. sizes.SelectMany(size => CrossEntropies(size.Rows, size.Cols)),
            .. sizes.Select(size => new Case("ArgMax", $"[{size.Rows}, {size.Cols}]", [Operand.Floats(size.Rows, size.Cols)],
                x => [x[0].ArgMax(1)])),
        ];
    }

    static IEnumerable<Case> Reductions(int rows, int cols)
    {
        Operand x = Operand.Floats(rows, cols);
        yield return new Case("Reduce", $"sums of rows, [{rows}, {cols}]", [x], x => [x[0].Sum(1)]) { Allowed = OfLongSums };
        yield return new Case("Reduce", $"sums of columns, [{rows}, {cols}]", [x], x => [x[0].Sum(0)]) { Allowed = OfLongSums };
        yield return new Case("Reduce", $"maxima of rows, [{rows}, {cols}]", [x], x => [x[0].Max(1)]);
    }

    static IEnumerable<Case> Softmaxes(int rows, int cols)
    {
        Operand x = Operand.Floats(rows, cols);
        yield return new Case("Softmax", $"[{rows}, {cols}]", [x], new Softmax().Apply);
        yield return new Case("Softmax", $"gradient, [{rows}, {cols}]", [x, x], new SoftmaxBackward().Apply);
    }

    static IEnumerable<Case> CrossEntropies(int rows, int cols)
    {
        Operand[] operands = [Operand.Floats(rows, cols), Operand.Below(cols, rows), Operand.Floats(rows)];
        yield return new Case("CrossEntropy", $"[{rows}, {cols}]", operands[..2], new SoftmaxCrossEntropy().Apply);
        yield return new Case("CrossEntropy", $"gradient, [{rows}, {cols}]", operands, new SoftmaxCrossEntropyBackward().Apply);
    }
}
