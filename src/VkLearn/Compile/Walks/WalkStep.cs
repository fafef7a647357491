using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>A stack of equal layers as one dispatch (shaders/include/walk.glsl).</summary>
/// <param name="Made">
/// For each output what is stored: all layers', or the last one's and behind it, if layers carry it on, room for the one before.
/// </param>
sealed record WalkStep(StepStack<GemmStep> Stack, Tensor[][] Made) : Step(
    Stack.First.Position, [.. Stack.First.Inputs.SelectMany((_, input) => Stack.Along(input))], [.. Made.SelectMany(made => made)],
    Stack.First.Op, _ => false, pass => Dispatch(pass, Stack, Made))
{
    /// <param name="storesAll">For each output whether all layers store it.</param>
    public static WalkStep Of(StepStack<GemmStep> stack, bool[] storesAll) =>
        new(stack, [.. storesAll.Select((all, output) => Of(stack, output, all))]);

    static Tensor[] Of(StepStack<GemmStep> stack, int output, bool all)
    {
        Tensor last = stack.Steps[^1].Outputs[output];
        return all ? [.. stack.Steps.Select(step => step.Outputs[output])]
            : stack.Carries(output) ? [last, new Tensor(last.TensorType) { Name = last.Name }]
            : [last];
    }

    static void Dispatch(Pass pass, StepStack<GemmStep> stack, Tensor[][] made)
    {
        GemmStep first = stack.First;
        GemmKernel kernel = KernelTable.Walk(pass.Device, first.Shape);
        Tensor[][] inputs = Padded([.. first.Inputs.Select((_, input) => stack.Along(input))], 2 + FusedProgram.MaxBesideProduct);
        Tensor[][] outputs = Padded(made, FusedProgram.MaxOutputs);
        Constant[] constants =
        [
            .. first.Program?.Constants ?? [],
            ("N", first.Shape.N), ("TRANSPOSE_B", first.MatMul.TransposeB),
            ("CARRIED", Bits(first.Inputs.Select((_, input) => stack.Carried(input) + 1).Where((_, input) => input != 1), width: 2)),
            ("STORED", Bits(made.Select(tensors => tensors.Length == stack.Steps.Count ? 1 : 0), width: 1)),
            ("STREAMS", first.Program?.Streams ?? 0), ("STREAM_STRIDE", stack.StreamStride),
        ];
        Arg[] arguments =
        [
            .. inputs.Select(Arg.Strided), .. outputs.Select(Arg.Strided), FusedElementwise.Counters(pass, first.Program),
            first.Shape.M, stack.Steps.Count,
            .. inputs.Skip(1).Select(Arg.StrideOf), .. outputs.Select(Arg.StrideOf),
            .. first.Program?.ImmediateArguments ?? Enumerable.Repeat(Arg.Bits(0), FusedProgram.MaxImmediates),
        ];
        LayerWalk walk = new(stack.Steps.Count, first.Shape.M, first.Shape.N);
        pass.Dispatch(kernel.Shader, kernel.Groups, kernel.LocalSize, constants, arguments);
        pass.Walks(walk);
        pass.Computes(walk.Flops);
    }

    static uint Bits(IEnumerable<int> fields, int width) =>
        fields.Select((field, i) => (uint)field << (i * width)).Aggregate(0u, (word, field) => word | field);

    static Tensor[][] Padded(Tensor[][] tensors, int length) => [.. tensors, .. Enumerable.Repeat<Tensor[]>([], length - tensors.Length)];
}
