using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Ops;

/// <summary>
/// How kernels that work on the rows of a matrix are dispatched: short rows one an invocation, long ones one a workgroup.
/// </summary>
static class Rowwise
{
    const uint ByGroup = 0, ByInvocation = 1;
    const int Short = 64;

    /// <summary>Dispatches a kernel whose arguments are these tensors, then rows and columns.</summary>
    public static void Dispatch(Pass pass, string shader, Tensor matrix, params Tensor[] tensors) =>
        Dispatch(pass, shader, matrix, [], [.. tensors.Select(tensor => (Arg)tensor)]);

    /// <param name="constants">Those that the kernel has beside MODE.</param>
    public static void Dispatch(Pass pass, string shader, Tensor matrix, Constant[] constants, params Arg[] addresses)
    {
        bool isShort = matrix.Cols <= Short;
        uint local = isShort ? pass.FewLocalSize : pass.RowLocalSize;
        Groups groups = isShort ? Groups.Linear(matrix.Rows, local) : Groups.Linear(matrix.Rows, 1);
        pass.Dispatch(shader, groups, local, [("MODE", isShort ? ByInvocation : ByGroup), .. constants],
            [.. addresses, matrix.Rows, matrix.Cols]);
    }
}
