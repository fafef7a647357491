using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Ops;

/// <summary>Runs the kernels of recursive nets, which walk over all levels of trees in one dispatch
/// (shaders/include/treewalk.glsl).</summary>
static class TreeWalk
{
    /// <summary>The kernel that walks, or, where what it multiplies at a node does not fit into shared memory, the definition.</summary>
    /// <param name="sums">Sums of products that a unit needs at a node.</param>
    /// <param name="held">How many floats of a node are multiplied with weights.</param>
    public static void Run(
        Pass pass, RecurrentShaders shaders, TreeSizes sizes, int units, int sums, int held, Constant[] constants, Tensor?[] tensors)
    {
        bool isPaired = units % 2 == 0 && tensors.OfType<Tensor>().All(Gemm.IsPaired);
        if (!Switches.Walk || KernelTable.Trees(pass.Device, shaders, sizes, units, sums, held, isPaired) is not { } kernel)
        {
            pass.Inline();
            return;
        }

        pass.Dispatch(kernel.Shader, kernel.Groups, kernel.LocalSize, [("UNITS", units), .. kernel.Constants, .. constants],
            [
                .. tensors.Select(tensor => tensor is null ? Arg.Nothing : (Arg)tensor),
                sizes.Trees, sizes.Words, sizes.Nodes, sizes.Groups, sizes.InGroup,
            ]);
    }
}
