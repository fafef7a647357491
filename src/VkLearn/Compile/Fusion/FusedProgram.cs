using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// An elementwise program as shaders/include/elementwise.glsl runs it: registers 0 to 5 are the inputs, 6 to 13 immediates, 14 to 29 the
/// results of the steps.
/// </summary>
sealed record FusedProgram(
    IReadOnlyList<(Tensor Tensor, uint Access)> Inputs, IReadOnlyList<uint> Immediates,
    IReadOnlyList<uint> Steps, int[] Sizes, uint[] OutputRegisters)
{
    public const int MaxInputs = 6, MaxImmediates = 8, MaxSteps = 16, MaxOutputs = 2, MaxAxes = 4;
    public const uint FirstImmediate = 6, FirstStep = 14;
    const uint OpcodeMask = 0xFF;

    static readonly string[] stepNames = [.. Enumerable.Range(0, MaxSteps).Select(i => $"STEP{i}")];
    static readonly string[] accessNames = [.. Enumerable.Range(0, MaxInputs).Select(i => $"ACCESS{i}")];

    /// <summary>How many tensors a program on a matrix product reads besides the product.</summary>
    public const int MaxBesideProduct = 3;

    /// <summary>The bit of an access word that says so.</summary>
    public const uint Identity = 1 << 2;

    /// <summary>The bits of the last constant that say which outputs are halves.</summary>
    public const uint FirstIsHalf = 1 << 6, SecondIsHalf = 1 << 16;

    /// <summary>Which outputs are stored as halves.</summary>
    public uint Halves { get; init; }

    /// <summary>The steps, the inputs' access, what is stored; what a kernel computes itself it does not ask for.</summary>
    public IEnumerable<Constant> Constants =>
    [
        .. Steps.Select((step, i) => new Constant(stepNames[i], step)),
        .. Inputs.Select((input, i) => new Constant(accessNames[i], input.Access, IsOptional: true)),
        new Constant("OUTPUT", OutputRegisters[0] | (OutputRegisters.Length > 1 ? OutputRegisters[1] << 8 | 1u << 14 : 0) | Halves,
            IsOptional: true),
    ];

    /// <summary>Whether another computes the same of other tensors, and of other random numbers.</summary>
    public bool IsLike(FusedProgram other) =>
        Constants.SequenceEqual(other.Constants) && Sizes.SequenceEqual(other.Sizes) && Immediates.Count == other.Immediates.Count
        && Enumerable.Range(0, Immediates.Count).All(i => Immediates[i] == other.Immediates[i] || (Streams >> i & 1) != 0);

    /// <summary>The immediates that are streams of random numbers and nothing else, a bit each.</summary>
    public uint Streams
    {
        get
        {
            uint streams = 0, others = 0;
            foreach (uint step in Steps)
            {
                bool draws = (step & OpcodeMask) == Opcode.Random;
                streams |= draws ? ImmediateBit(step >> 8) : 0;
                others |= (draws ? 0 : ImmediateBit(step >> 8)) | ImmediateBit(step >> 14) | ImmediateBit(step >> 20);
            }

            return streams & ~others;
        }
    }

    /// <summary>How far its streams of random numbers are from another's that is like it, modulo 2^32; null where not all are as far.
    /// </summary>
    public uint? StreamsFrom(FusedProgram other)
    {
        uint[] distances = [.. Enumerable.Range(0, Immediates.Count).Where(i => (Streams >> i & 1) != 0)
            .Select(i => Immediates[i] - other.Immediates[i]).Distinct()];
        return distances.Length > 1 ? null : distances.FirstOrDefault();
    }

    static uint ImmediateBit(uint register) =>
        (register & 63) is >= FirstImmediate and < FirstStep and var immediate ? 1u << (int)(immediate - FirstImmediate) : 0;

    /// <summary>Whether an input is read element by element, at the index that is written, and in no other way.</summary>
    public bool ReadsInPlace(Tensor input) => Inputs.Where(read => read.Tensor == input).All(read => (read.Access & Identity) != 0);

    /// <summary>Whether it reads the seed and the RNG clock.</summary>
    public bool DrawsRandom => Steps.Any(step => (step & OpcodeMask) == Opcode.Random);

    public IEnumerable<Arg> ImmediateArguments => Padded(Immediates, MaxImmediates).Select(Arg.Bits);

    /// <summary>The program that stores what a matrix product is, as it is.</summary>
    public static FusedProgram Nothing(Tensor product) => new([(product, 0)], [], [], [1, 1, 1, 1], [0]);

    /// <summary>Writes this program's steps behind those of another over the same inputs, and where its first output is by then.</summary>
    public void AppendTo(List<uint> steps, List<uint> immediates, List<uint> results)
    {
        uint moved = (uint)steps.Count;
        uint[] immediate = [.. Immediates.Select(word => IndexOf(immediates, word))];
        uint Moved(uint register) => register >= FirstStep ? register + moved
            : register >= FirstImmediate ? FirstImmediate + immediate[register - FirstImmediate] : register;
        steps.AddRange(Steps.Select(word =>
            (word & 0xFF) | Moved(word >> 8 & 63) << 8 | Moved(word >> 14 & 63) << 14 | Moved(word >> 20 & 63) << 20));
        results.Add(Moved(OutputRegisters[0]));
    }

    static uint IndexOf(List<uint> immediates, uint word)
    {
        if (!immediates.Contains(word))
        {
            immediates.Add(word);
        }

        return (uint)immediates.IndexOf(word);
    }

    static IEnumerable<uint> Padded(IReadOnlyList<uint> values, int length) => values.Concat(Enumerable.Repeat(0u, length - values.Count));
}
