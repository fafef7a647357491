using VkLearn.Compile;

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

    /// <param name="specialization">The specialisation constants from id 25 on.</param>
    public static void Dispatch(Pass pass, string shader, Tensor matrix, uint[] specialization, params Arg[] addresses)
    {
        bool isShort = matrix.Cols <= Short;
        uint local = isShort ? pass.FewLocalSize : pass.RowLocalSize;
        Groups groups = isShort ? Groups.Linear(matrix.Rows, local) : Groups.Linear(matrix.Rows, 1);
        pass.Dispatch(shader, groups, [local, .. new uint[23], isShort ? ByInvocation : ByGroup, .. specialization],
            [.. addresses, matrix.Rows, matrix.Cols]);
    }
}
