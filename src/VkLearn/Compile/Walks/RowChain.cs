using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// Puts matrix products of one row, each reading the one before, into one dispatch (shaders/ops/RowChain.comp): a small network's answer to
/// one input costs a launch, not one a layer. Sums are GemmRow's, bit for bit.
/// </summary>
sealed class RowChain
{
    const int MaxLayers = 3, Widest = 1024;

    readonly Session session;
    readonly List<Step> steps;
    readonly HashSet<Tensor> kept;
    readonly Dictionary<Tensor, int> maker = [];
    readonly ILookup<Tensor, Step> readers;

    RowChain(Session session, List<Step> steps, IEnumerable<Tensor> kept)
    {
        this.session = session;
        this.steps = steps;
        this.kept = [.. kept.Select(Views.Memory)];
        readers = steps.SelectMany(step => step.Inputs.Select(input => (From: Views.Memory(input), step)))
            .ToLookup(read => read.From, read => read.step);
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (Tensor output in steps[i].Outputs)
            {
                maker[output] = i;
            }
        }
    }

    /// <param name="kept">What something beside the steps reads.</param>
    public static List<Step> Run(List<Step> steps, Session session, IEnumerable<Tensor> kept)
    {
        RowChain chains = new(session, steps, kept);
        HashSet<Step> done = new(ReferenceEqualityComparer.Instance);
        List<Step> joined = [];
        for (int i = 0; i < steps.Count; i++)
        {
            if (done.Contains(steps[i]))
            {
                continue;
            }

            GemmStep[] chain = chains.From(i);
            done.UnionWith(chain);
            joined.Add(chain.Length > 1 ? chains.Joined(chain) : steps[i]);
        }

        return joined;
    }

    /// <summary>The products that can run together in the place of step i.</summary>
    GemmStep[] From(int i)
    {
        GemmStep[] chain = [];
        GemmStep? next = steps[i] as GemmStep;
        while (next is not null && chain.Length < MaxLayers && IsRow(next) && IsReadyAt(i, next)
            && Shader(next) == Shader((GemmStep)steps[i]) && Program([.. chain, next]) is not null
            && Weights([.. chain, next]) <= MostWeights)
        {
            chain = [.. chain, next];
            Tensor output = next.Stored[0];
            next = readers[output].OfType<GemmStep>().FirstOrDefault(step => Views.Elements(step.Product.Inputs[0]) == output);
        }

        return chain;
    }

    /// <summary>
    /// One workgroup does it all: on a CPU driver that costs a core's help, which is less than a launch up to here, and on a GPU, where a
    /// launch costs little, most of the device.
    /// </summary>
    long MostWeights => session.Gpu.Info.Type == "cpu" ? 1 << 17 : 1 << 14;

    static long Weights(GemmStep[] chain) => chain.Sum(step => step.Product.Inputs[1].Shape.Count);

    bool IsRow(GemmStep step) =>
        step is { Stored: [{ Type: DType.Float32 }], ColumnSum: null, MatMul: { TransposeA: false, TransposeB: false } }
        && step.Product.Inputs is [var row, var matrix]
        && matrix.Shape.Rank == 2 && matrix.Shape[0] <= Widest && matrix.Shape[1] <= Widest && row.Shape.Count == matrix.Shape[0]
        && Shader(step) is not null;

    /// <summary>The chain of the kernel that the product runs by, so that its bits are the same in it.</summary>
    string? Shader(GemmStep step) => Kernel(step).Shader switch
    {
        "GemmRow" => "RowChain",
        "GemmRowPairs" => "RowChainPairs",
        _ => null,
    };

    GemmKernel Kernel(GemmStep step) => Gemm.Kernel(session.Gpu.Info, session.Tuned, step.Product, columnSum: false);

    /// <summary>Whether all but what the chain itself makes is made before step i.</summary>
    bool IsReadyAt(int i, GemmStep step) =>
        step.Inputs.Skip(1).All(input => !maker.TryGetValue(Views.Memory(input), out int at) || at < i);

    /// <summary>The layers' programs as one after the other in a single one, of which each layer keeps its own result.</summary>
    static FusedProgram? Program(GemmStep[] chain)
    {
        List<uint> steps = [], immediates = [], results = [];
        foreach (GemmStep step in chain)
        {
            FusedProgram program = step.Program ?? FusedProgram.Nothing(step.Stored[0]);
            bool hasBias = program.Inputs.Count > 1;
            if (program.Inputs.Count > 2 || hasBias != (chain[0].Program?.Inputs.Count > 1) || (hasBias && !IsARow(program.Inputs[1], step))
                || program.Steps.Any(word => (word & 0xFF) == Opcode.Random))
            {
                return null;
            }

            program.AppendTo(steps, immediates, results);
        }

        return steps.Count <= FusedProgram.MaxSteps && immediates.Count <= FusedProgram.MaxImmediates
            ? new FusedProgram([], immediates, steps, [1, 1, 1, 1], [.. results]) : null;
    }

    static bool IsARow((Tensor Tensor, uint Access) input, GemmStep step) =>
        input.Tensor.Type is DType.Float32 or DType.Int32 && input.Tensor.Shape.Count == step.Stored[0].Shape.Count;

    Step Joined(GemmStep[] chain)
    {
        FusedProgram program = Program(chain)!;
        Tensor[] stored = [.. chain.Select(step => step.Stored[0])
            .Where((output, i) => i == chain.Length - 1 || kept.Contains(output) || readers[output].Any(reader => reader != chain[i + 1]))];
        Tensor[] inputs = [.. chain.SelectMany((step, i) => i == 0 ? step.Inputs : step.Inputs[1..])];
        return new Step(chain[0].Position, inputs, [.. stored.Reverse()], chain[^1].Op, _ => false,
            pass => Dispatch(pass, chain, program, stored));
    }

    void Dispatch(Pass pass, GemmStep[] chain, FusedProgram program, Tensor[] stored)
    {
        GemmKernel[] kernels = [.. chain.Select(Kernel)];
        uint[] isWide = [.. kernels.Select((kernel, i) => kernel["WIDE"] is 1u ? 1u << i : 0)];
        uint[] isStored = [.. chain.Select((step, i) => stored.Contains(step.Stored[0]) ? 1u << i : 0)];
        bool hasBias = chain[0].Inputs.Length > 2;
        Constant[] constants =
        [
            .. program.Constants,
            ("COLUMNS", kernels[0]["COLUMNS"]!.Value), new Constant("WIDE", Bits(isWide), IsOptional: true),
            ("LAYERS", chain.Length), ("STORED", Bits(isStored)), ("BIAS", hasBias),
            .. program.OutputRegisters.Select((register, layer) => new Constant($"RESULT{layer}", register)),
        ];
        Arg[] arguments =
        [
            chain[0].Inputs[0],
            .. Addresses(chain.Select(step => step.Inputs[1])),
            .. Addresses(hasBias ? chain.Select(step => step.Inputs[2]) : []),
            .. Addresses(chain.Select((step, i) => isStored[i] != 0 ? step.Stored[0] : null)),
            chain[0].Product.Inputs[1].Shape[0],
            .. Padded([.. chain.Select(step => (uint)step.Product.Inputs[1].Shape[1])]).Select(Arg.Bits),
            .. program.ImmediateArguments,
        ];
        pass.Dispatch(Shader(chain[0])!, 1, kernels[0].LocalSize, constants, arguments);
        pass.Computes(2.0 * Weights(chain));
    }

    static uint Bits(uint[] bits) => bits.Aggregate((a, b) => a | b);

    static IEnumerable<uint> Padded(uint[] values) => values.Concat(new uint[MaxLayers - values.Length]);

    static IEnumerable<Arg> Addresses(IEnumerable<Tensor?> tensors) =>
        tensors.Concat(new Tensor?[MaxLayers]).Take(MaxLayers).Select(tensor => tensor is null ? Arg.Nothing : (Arg)tensor);
}
