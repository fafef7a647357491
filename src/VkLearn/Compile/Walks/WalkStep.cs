using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>A stack of equal layers as one dispatch (shaders/include/walk.glsl).</summary>
/// <param name="Made">
/// For each output what is stored: all layers', or the last one's and behind it, if layers carry it on, room for the one before.
/// </param>
sealed record WalkStep(Stack Stack, Tensor[][] Made) : Step(
    Stack.First.Position, [.. Stack.First.Inputs.SelectMany((_, input) => Stack.Along(input))], [.. Made.SelectMany(made => made)],
    Stack.First.Op, _ => false, pass => Dispatch(pass, Stack, Made))
{
    const int Rows = 8, Layers = 9, Width = 24; // places among the arguments and the specialisation constants

    /// <param name="storesAll">For each output whether all layers store it.</param>
    public static WalkStep Of(Stack stack, bool[] storesAll) => new(stack, [.. storesAll.Select((all, output) => Of(stack, output, all))]);

    static Tensor[] Of(Stack stack, int output, bool all)
    {
        Tensor last = stack.Steps[^1].Outputs[output];
        return all ? [.. stack.Steps.Select(step => step.Outputs[output])]
            : stack.Carries(output) ? [last, new Tensor(last.TensorType) { Name = last.Name }]
            : [last];
    }

    /// <summary>How many layers a dispatch walks through; null if it does not.</summary>
    public static uint? LayersOf(KernelCommand kernel) =>
        kernel.Code.Name.StartsWith("Walk", StringComparison.Ordinal) ? kernel.Arguments[Layers].Word : null;

    /// <summary>Multiplications and additions of a walk's dispatch.</summary>
    public static double Flops(KernelCommand walk, uint layers)
    {
        double width = walk.Specialization[Width];
        return 2 * width * width * walk.Arguments[Rows].Word * layers;
    }

    /// <summary>What a walk's outputs take, as a formula.</summary>
    public static string StoredText(KernelCommand walk)
    {
        int stored = walk.Writes.Count();
        uint rows = walk.Arguments[Rows].Word, width = walk.Specialization[Width];
        return $"{walk.Arguments[Layers].Word} layers store {stored} x {rows} rows x {width} wide x {sizeof(float)} bytes: "
            + $"{stored * Session.Align((long)rows * width * sizeof(float))} bytes at 64-byte boundaries";
    }

    static void Dispatch(Pass pass, Stack stack, Tensor[][] made)
    {
        GemmStep first = stack.First;
        GemmKernel kernel = KernelChoice.Walk(pass.Device, first.Shape);
        Tensor[][] inputs = Padded([.. first.Inputs.Select((_, input) => stack.Along(input))], 2 + FusedProgram.MaxBesideProduct);
        Tensor[][] outputs = Padded(made, FusedProgram.MaxOutputs);
        uint[] specialization =
        [
            kernel.LocalSize,
            .. first.Program?.Specialization ?? Enumerable.Repeat(0u, FusedProgram.SpecializationCount),
            (uint)first.Shape.N, first.MatMul.TransposeB ? 1u : 0u,
            Bits(first.Inputs.Select((_, input) => stack.Carried(input) + 1).Where((_, input) => input != 1), width: 2),
            Bits(made.Select(tensors => tensors.Length == stack.Steps.Count ? 1 : 0), width: 1),
        ];
        Arg[] arguments =
        [
            .. inputs.Select(Arg.Strided), .. outputs.Select(Arg.Strided), FusedElementwise.Counters(pass, first.Program),
            first.Shape.M, stack.Steps.Count,
            .. inputs.Skip(1).Select(Arg.StrideOf), .. outputs.Select(Arg.StrideOf),
            .. first.Program?.ImmediateArguments ?? Enumerable.Repeat(Arg.Bits(0), FusedProgram.MaxImmediates),
        ];
        pass.Dispatch(kernel.Shader, kernel.Groups, specialization, arguments);
    }

    static uint Bits(IEnumerable<int> fields, int width) =>
        fields.Select((field, i) => (uint)field << (i * width)).Aggregate(0u, (word, field) => word | field);

    static Tensor[][] Padded(Tensor[][] tensors, int length) => [.. tensors, .. Enumerable.Repeat<Tensor[]>([], length - tensors.Length)];
}
