using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>Dispatches a matrix product and the program on its result (shaders/include/gemm.glsl).</summary>
static class Gemm
{
    /// <param name="outputs">What the program stores; without one the product, and after it the column sums if they are made too.</param>
    public static void Dispatch(Pass pass, Node node, FusedProgram? program, Tensor[] outputs, bool columnSum)
    {
        GemmWork work = Work(node, columnSum);
        (MatMul op, GemmShape shape) = (work.Op, work.Shape);
        GemmKernel kernel = KernelChoice.Gemm(pass.Device, work, pass.Tuned);
        Tensor[] extra = [.. program?.Inputs.Skip(1).Select(input => input.Tensor) ?? []];
        uint[] specialization =
        [
            kernel.LocalSize,
            .. program?.Specialization ?? Enumerable.Repeat(0u, 23),
            Flag(op.TransposeA), Flag(op.TransposeB), Flag(shape.BatchedA), Flag(shape.BatchedB),
            Flag(program is not null), Flag(columnSum),
            .. kernel.Specialization,
        ];
        Arg[] arguments =
        [
            node.Inputs[0], node.Inputs[1],
            .. FusedElementwise.Addresses(extra, 3),
            .. FusedElementwise.Addresses(outputs, FusedProgram.MaxOutputs),
            FusedElementwise.Counters(pass, program),
            shape.M, shape.N, shape.K, shape.Batch,
            shape.M * shape.K, shape.K * shape.N, shape.M * shape.N, shape.N,
            .. program?.ImmediateArguments ?? Enumerable.Repeat(Arg.Bits(0), FusedProgram.MaxImmediates),
        ];
        pass.Dispatch(kernel.Shader, kernel.Groups, specialization, arguments);
        pass.Chosen(work);
    }

    /// <summary>The kernel that does a product.</summary>
    /// <param name="tuned">See <see cref="Session.Tuned"/>.</param>
    public static GemmKernel Kernel(DeviceInfo device, IReadOnlyDictionary<string, string> tuned, Node node, bool columnSum) =>
        KernelChoice.Gemm(device, Work(node, columnSum), tuned);

    static GemmWork Work(Node node, bool columnSum)
    {
        (Tensor a, Tensor b, MatMul op) = (node.Inputs[0], node.Inputs[1], (MatMul)node.Op);
        return new GemmWork(op, GemmShape.Of(op, a.Shape, b.Shape), IsPaired(a), IsPaired(b), columnSum);
    }

    /// <summary>Whether an operand starts at a multiple of 8 bytes: all but slices do, which look into another tensor.</summary>
    static bool IsPaired(Tensor tensor)
    {
        long elements = 0;
        while (tensor.Producer is { Op: Reshape or Slice } view)
        {
            elements += view.Op is Slice slice ? (long)slice.Start * view.Inputs[0].Shape.Around(slice.Axis).Inner : 0;
            tensor = view.Inputs[0];
        }

        return elements % 2 == 0;
    }

    static uint Flag(bool on) => on ? 1u : 0u;
}
