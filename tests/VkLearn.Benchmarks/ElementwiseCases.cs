using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Benchmarks;

/// <summary>Fused elementwise programs: bytes should bound them.</summary>
static class ElementwiseCases
{
    const int Columns = 1024;

    public static IEnumerable<Case> All(int elements)
    {
        int rows = elements / Columns;
        Operand all = Operand.Floats(rows, Columns), small = Operand.Floats(128, 800);
        string size = $"[{rows}, {Columns}]";
        yield return Of("add", size, x => x[0] + x[1], all, all);
        yield return Of("10 steps", size, x => TenSteps(x[0], x[1]), all, all);
        yield return Of("tanh", size, x => x[0].Tanh(), all);
        yield return Of("a row for all", size, x => x[0] + x[1], all, Operand.Floats(Columns));
        yield return Of("a column for all", size, x => x[0] * x[1], all, Operand.Floats(rows, 1));
        yield return Of("a scalar for all", size, x => x[0] * x[1], all, Operand.Floats(1));
        yield return Of("transposed", size, x => x[0] + x[1].Transpose(), all, Operand.Floats(Columns, rows));
        yield return Of("dropout", size, x => x[0].Dropout(0.3f), all);
        yield return Of("of bytes", size, x => x[0].Cast(DType.Float32) * (1 / 255f), Operand.Bytes(rows, Columns));
        yield return Of("add", "[128, 800]", x => x[0] + x[1], small, small);
        yield return Of("ReLU's gradient", "[128, 800]", x => Where.Select(x[0] > 0f, x[1], Tensor.Zeros([128, 800])), small, small);
    }

    static Case Of(string name, string size, Func<Tensor[], Tensor> body, params Operand[] operands) =>
        new("Elementwise", $"{name}, {size}", operands, x => [body(x)]);

    static Tensor TenSteps(Tensor x, Tensor y)
    {
        Tensor z = (x * y + x) * 0.5f - y;
        return ((z * z + 1f).Sqrt() * x + y).Maximum(x);
    }
}
