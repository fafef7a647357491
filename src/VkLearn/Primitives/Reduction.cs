using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Primitives;

/// <summary>How sums and maxima over an axis are dispatched (shaders/ops/Reduce.comp).</summary>
static class Reduction
{
    public const uint Sum = 0, Max = 1, SumOfInts = 2;
    const uint ByRow = 0, ByColumn = 1;

    // Rows that an invocation reduces by itself: short ones, and, where there are enough of them for all of the device, longer ones.
    const int Short = 16, Middling = 64, ManyRows = 1024;

    public static void Dispatch(Pass pass, uint op, Tensor x, Tensor y, int axis, float scale)
    {
        (int outer, int size, int inner) = x.Shape.Around(axis);
        if (inner > 1 || IsByInvocation(outer, size))
        {
            pass.Dispatch("Reduce", Groups.Linear((long)outer * inner, pass.LinearLocalSize),
                pass.LinearLocalSize, Constants(op, ByColumn, x),
                x, Arg.Nothing, y, outer, size, inner, 1, 0, 0, 0, scale);
        }
        else if (Parts(pass, outer, size) is > 1 and int parts)
        {
            Tensor partial = new(new TensorType([outer, parts], y.Type));
            Rows(pass, op, x, partial, outer, size, parts, scale: 1);
            Rows(pass, op, partial, y, outer, parts, parts: 1, scale);
        }
        else
        {
            Rows(pass, op, x, y, outer, size, parts: 1, scale);
        }
    }

    /// <summary>Scale times the sum of x times t, element by element.</summary>
    public static void Dot(Pass pass, Tensor x, Tensor t, Tensor y, float scale)
    {
        int size = (int)x.Shape.Count, parts = Math.Max(1, Parts(pass, 1, size));
        Tensor first = parts > 1 ? new Tensor(new TensorType([1, parts], y.Type)) : y;
        Dots(pass, [x], [t], [first], parts, parts > 1 ? 1 : scale);
        if (parts > 1)
        {
            Rows(pass, Sum, first, y, outer: 1, parts, parts: 1, scale);
        }
    }

    /// <summary>The same of several x and t that lie at constant strides, in one dispatch.</summary>
    public static void Dots(Pass pass, Tensor[] x, Tensor[] t, Tensor[] y, float scale) => Dots(pass, x, t, y, parts: 1, scale);

    static void Dots(Pass pass, Tensor[] x, Tensor[] t, Tensor[] y, int parts, float scale) =>
        pass.Dispatch("Reduce", Groups.Linear((long)x.Length * parts, 1), pass.RowLocalSize,
            [.. Constants(Sum, ByRow, x[0]), new Constant("TIMES", 1)],
            Arg.Strided(x), Arg.Strided(t), Arg.Strided(y), x.Length, (int)x[0].Shape.Count, 1, parts,
            Arg.StrideOf(x), Arg.StrideOf(t), Arg.StrideOf(y), scale);

    static void Rows(Pass pass, uint op, Tensor x, Tensor y, int outer, int size, int parts, float scale) =>
        pass.Dispatch("Reduce", Groups.Linear((long)outer * parts, 1), pass.RowLocalSize, Constants(op, ByRow, x),
            x, Arg.Nothing, y, outer, size, 1, parts, size, 0, 1, scale);

    static Constant[] Constants(uint op, uint mode, Tensor x) => [("OP", op), ("MODE", mode), ("HALF", x.Type == DType.Float16)];

    /// <summary>Whether an invocation goes through a row by itself.</summary>
    public static bool IsByInvocation(int rows, int cols) => cols <= (rows < ManyRows ? Short : Middling);

    /// <summary>
    /// Into how many parts, for a workgroup each, a few long rows are cut, so that most of the device has work; it costs a second dispatch,
    /// which is dearer on CPU drivers.
    /// </summary>
    public static int Parts(Pass pass, int outer, int size)
    {
        const int fewRows = 16, mostParts = 128;
        int part = pass.IsOnCpu ? 1 << 17 : 1 << 12;
        return outer <= fewRows ? Math.Min(mostParts, size / part) : 1;
    }
}
