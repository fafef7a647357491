using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>
/// How a recurrent op goes over the steps of N sequences: [N, T, ..], so that a batch comes in and goes out as it lies. Its kernels walk
/// over all steps in one dispatch (shaders/include/recurrent.glsl); its definition is C#'s loop over them (<see cref="Unrolled"/>).
/// </summary>
/// <param name="HasState">Whether it is given the states before the first step; else they are zeros.</param>
/// <param name="HasLengths">
/// Whether it is given how many steps each sequence has, Int32 [N]: what is beyond is zeros, changes no state and has no gradient.
/// </param>
/// <param name="IsReverse">Whether it goes from the last step, of a sequence's own, to the first.</param>
public readonly record struct Recurrence(bool HasState = false, bool HasLengths = false, bool IsReverse = false)
{
    /// <summary>The kernel that walks, or, where what it multiplies at a step does not fit into shared memory, the definition.</summary>
    /// <param name="sums">Sums of products that a unit needs at a step.</param>
    /// <param name="held">How many floats of a sequence are multiplied with the weight at a step.</param>
    internal void Walk(
        Pass pass, RecurrentShaders shaders, RecurrentSizes sizes, int sums, int held, Constant[] constants, Tensor?[] tensors)
    {
        bool isPaired = sizes.Units % 2 == 0 && tensors.OfType<Tensor>().All(Gemm.IsPaired);
        if (!Switches.Walk || KernelTable.Recurrence(pass.Device, shaders, sizes, sums, held, isPaired) is not { } kernel)
        {
            pass.Inline();
            return;
        }

        pass.Dispatch(kernel.Shader, kernel.Groups, kernel.LocalSize,
            [
                ("UNITS", sizes.Units), ("HAS_STATE", HasState), ("HAS_LENGTHS", HasLengths), ("REVERSE", IsReverse),
                .. kernel.Constants, .. constants,
            ],
            [.. tensors.Select(tensor => tensor is null ? Arg.Nothing : (Arg)tensor), sizes.Sequences, sizes.Steps]);
        pass.Computes(sizes.Flops);
    }

    /// <summary>The gradient of the recurrent weight: one product over all steps.</summary>
    /// <param name="before">What each step multiplied with it.</param>
    /// <param name="delta">The gradient of the products.</param>
    internal static Tensor ToWeight(Tensor before, Tensor delta) =>
        new MatMul(TransposeA: true).Apply(before.Reshape([before.Rows, before.Cols]), delta.Reshape([delta.Rows, delta.Cols]))[0];
}

/// <summary>The kernels of a walk: for any device, and for CPU drivers.</summary>
readonly record struct RecurrentShaders(string Plain, string Subgroup);
