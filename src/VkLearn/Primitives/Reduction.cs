using VkLearn.Compile;

namespace VkLearn.Primitives;

/// <summary>How sums and maxima over an axis are dispatched (shaders/ops/Reduce.comp).</summary>
static class Reduction
{
    public const uint Sum = 0, Max = 1;
    const uint ByRow = 0, ByColumn = 1;

    public static void Dispatch(Pass pass, uint op, Tensor x, Tensor y, int axis, float scale)
    {
        (int outer, int size, int inner) = x.Shape.Around(axis);
        if (inner == 1 && size > 16)
        {
            pass.Dispatch("Reduce", Groups.Linear(outer, 1), [pass.RowLocalSize, .. new uint[23], op, ByRow],
                x, y, outer, size, inner, scale);
        }
        else
        {
            pass.Dispatch("Reduce", Groups.Linear((long)outer * inner, pass.LinearLocalSize),
                [pass.LinearLocalSize, .. new uint[23], op, ByColumn],
                x, y, outer, size, inner, scale);
        }
    }
}
