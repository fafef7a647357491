using VkLearn.Ops;

namespace VkLearn.Benchmarks;

/// <summary>What goes along rows or columns of a matrix: sums, maxima, softmax and its loss.</summary>
static class RowCases
{
    public static IEnumerable<Case> All(int elements)
    {
        (int Rows, int Cols)[] sizes = [(elements / 1024, 1024), (128, 1000), (128, 10), (64, 10)];
        foreach ((int rows, int cols) in sizes)
        {
            Operand x = Operand.Floats(rows, cols);
            string size = $"[{rows}, {cols}]";
            yield return new Case("Reduce", $"sums of rows, {size}", [x], x => [x[0].Sum(1)]);
            yield return new Case("Reduce", $"sums of columns, {size}", [x], x => [x[0].Sum(0)]);
            yield return new Case("Reduce", $"maxima of rows, {size}", [x], x => [x[0].Max(1)]);
        }

        yield return new Case("Reduce", $"sum of all, [{elements}]", [Operand.Positive(elements)], x => [x[0].Sum()]);
        yield return new Case("Reduce", "sum of all, [64]", [Operand.Positive(64)], x => [x[0].Sum()]);
        foreach ((int rows, int cols) in sizes)
        {
            Operand x = Operand.Floats(rows, cols), label = Operand.Below(cols, rows);
            string size = $"[{rows}, {cols}]";
            yield return new Case("Softmax", size, [x], new Softmax().Apply);
            yield return new Case("Softmax", $"gradient, {size}", [x, x], new SoftmaxBackward().Apply);
            yield return new Case("CrossEntropy", size, [x, label], new SoftmaxCrossEntropy().Apply);
            yield return new Case("CrossEntropy", $"gradient, {size}", [x, label, Operand.Floats(rows)],
                new SoftmaxCrossEntropyBackward().Apply);
            yield return new Case("ArgMax", size, [x], x => [x[0].ArgMax(1)]);
        }
    }
}
