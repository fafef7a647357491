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
        GemmShape shape = work.Shape;
        Arg[] inputs = [.. node.Inputs, .. program?.Inputs.Skip(1).Select(input => input.Tensor) ?? []];
        Dispatch(pass, work, work, program, inputs, [.. outputs],
            [shape.M * shape.K, shape.K * shape.N, shape.M * shape.N, shape.N]);
    }

    /// <summary>
    /// Equal products, whose operands and results lie at constant strides, as one batch, by the kernel that would do one of them: how many
    /// there are has no say in the bits.
    /// </summary>
    public static void Dispatch(Pass pass, IReadOnlyList<GemmStep> steps)
    {
        GemmStep first = steps[0];
        Tensor[] a = [.. steps.Select(step => step.Inputs[0])], b = [.. steps.Select(step => step.Inputs[1])];
        Tensor[][] outputs = [.. first.Outputs.Select((_, i) => steps.Select(step => step.Outputs[i]).ToArray())];
        GemmWork one = Work(first.Product, first.ColumnSum is not null) with
        {
            PairedA = a.All(IsPaired), PairedB = b.All(IsPaired), AlignedA = a.All(IsAligned), AlignedB = b.All(IsAligned),
        };
        GemmWork all = one with { Shape = one.Shape with { Batch = steps.Count, BatchedA = true, BatchedB = true } };
        Dispatch(pass, one, all, first.Program, [Arg.Strided(a), Arg.Strided(b)], [.. outputs.Select(Arg.Strided)],
            [Arg.StrideOf(a), Arg.StrideOf(b), Arg.StrideOf(outputs[0]), Arg.StrideOf(outputs.Length > 1 ? outputs[1] : [])]);
    }

    /// <param name="like">What the kernel is chosen by.</param>
    static void Dispatch(Pass pass, GemmWork like, GemmWork work, FusedProgram? program, Arg[] inputs, Arg[] outputs, Arg[] strides)
    {
        (MatMul op, GemmShape shape) = (work.Op, work.Shape);
        GemmKernel kernel = KernelTable.Gemm(pass.Device, like, work, pass.Tuned);
        Constant[] ofProduct = // a kernel of one row knows some of them
        [
            ("TRANSPOSE_A", op.TransposeA), ("TRANSPOSE_B", op.TransposeB), ("BATCHED_A", shape.BatchedA), ("BATCHED_B", shape.BatchedB),
            ("EPILOGUE", program is not null), ("COLUMN_SUM", work.ColumnSum),
        ];
        Arg[] arguments =
        [
            .. FusedElementwise.Addresses(inputs, 2 + FusedProgram.MaxBesideProduct),
            .. FusedElementwise.Addresses(outputs, FusedProgram.MaxOutputs),
            FusedElementwise.Counters(pass, program),
            shape.M, shape.N, shape.K, shape.Batch,
            .. strides,
            .. program?.ImmediateArguments ?? Enumerable.Repeat(Arg.Bits(0), FusedProgram.MaxImmediates),
        ];
        pass.Dispatch(kernel.Shader, kernel.Groups, kernel.LocalSize,
            [.. program?.Constants ?? [], .. ofProduct.Select(constant => constant with { IsOptional = true }), .. kernel.Constants],
            arguments);
        pass.Chosen(kernel, like);
        pass.Computes(2.0 * shape.M * shape.N * shape.K * shape.Batch);
    }

    /// <summary>The kernel that does a product.</summary>
    /// <param name="tuned">See <see cref="Session.Tuned"/>.</param>
    public static GemmKernel Kernel(DeviceInfo device, IReadOnlyDictionary<string, string> tuned, Node node, bool columnSum) =>
        KernelTable.Gemm(device, Work(node, columnSum), tuned);

    static GemmWork Work(Node node, bool columnSum)
    {
        (MatMul op, Tensor a, Tensor b) = ((MatMul)node.Op, node.Inputs[0], node.Inputs[1]);
        GemmShape shape = GemmShape.Of(op, a.Shape, b.Shape);
        return new GemmWork(op, shape, IsPaired(a) && BatchStrides(a, shape.BatchedA, 2), IsPaired(b) && BatchStrides(b, shape.BatchedB, 2),
            columnSum, a.Type == DType.Float16, b.Type == DType.Float16)
        {
            AlignedA = IsAligned(a) && BatchStrides(a, shape.BatchedA, 4),
            AlignedB = IsAligned(b) && BatchStrides(b, shape.BatchedB, 4),
        };
    }

    /// <summary>Whether the matrices of an operand's batch, if it has one, follow each other at multiples of so many elements.</summary>
    static bool BatchStrides(Tensor tensor, bool batched, int elements) =>
        !batched || tensor.Shape[^1] * tensor.Shape[^2] % elements == 0;

    /// <summary>Whether an operand starts at a multiple of 8 bytes.</summary>
    public static bool IsPaired(Tensor tensor) => Starts(tensor, 2);

    /// <summary>Whether an operand starts at a multiple of 16 bytes.</summary>
    public static bool IsAligned(Tensor tensor) => Starts(tensor, 4);

    /// <summary>
    /// Whether an operand starts at a multiple of so many elements: all but some slices do, of which another recording's results may be
    /// some.
    /// </summary>
    static bool Starts(Tensor tensor, int multiple)
    {
        long elements = 0;
        while (tensor.Producer is { Op: Reshape or Slice } view)
        {
            elements += view.Op is Slice slice ? (long)slice.Start * view.Inputs[0].Shape.Around(slice.Axis).Inner : 0;
            tensor = view.Inputs[0];
        }

        return elements % multiple == 0 && (tensor.Leaf is not MemoryLeaf memory || memory.ByteOffset % (multiple * sizeof(float)) == 0);
    }
}
