using System.Reflection;
using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// What an op's <see cref="Op.Dispatch"/> is given: it says which kernels to run, on what; the compiler decides where and when.
/// </summary>
public sealed class Pass
{
    readonly List<Command> commands = [];
    readonly Session session;
    readonly bool dispatches;
    Step? step;
    StepPhase? phase;

    /// <param name="randomCounters">By default the device's block.</param>
    internal Pass(Session session, bool dispatches, Tensor? randomCounters = null)
    {
        (this.session, this.dispatches) = (session, dispatches);
        RandomCounters = randomCounters ?? Counters;
    }

    internal IReadOnlyList<Command> Commands => commands;

    /// <summary>The device that the kernels are chosen for.</summary>
    public DeviceInfo Device => session.Gpu.Info;

    /// <summary>Whether this is a driver that computes on the CPU.</summary>
    public bool IsOnCpu => Device.Class == DeviceClass.CpuDriver;

    /// <summary>Invocations in a workgroup of a kernel that takes one element each.</summary>
    public uint LinearLocalSize => IsOnCpu ? 256u : 128u;

    /// <summary>Invocations in a workgroup of a kernel that gives each much to do: few, so that all cores have some.</summary>
    public uint FewLocalSize => IsOnCpu ? Device.SubgroupSize : 64u;

    /// <summary>
    /// Invocations in a workgroup that works on one row together. On CPU drivers one subgroup: of two the second would go over the row when
    /// the first has, and all caches with it.
    /// </summary>
    public uint RowLocalSize => IsOnCpu ? Device.SubgroupSize : 128u;

    /// <summary>
    /// Workgroups for a kernel that goes over n elements in rounds, with any number of workgroups. On CPU drivers an invocation's start
    /// costs as much as several elements: up to 16 rounds each, while that leaves work for many cores.
    /// </summary>
    public Groups InRounds(long n, uint localSize = 64)
    {
        const int mostRounds = 16, manyGroups = 32;
        long rounds = IsOnCpu ? Math.Clamp(n / (manyGroups * localSize), 1, mostRounds) : 1;
        return Groups.Linear((n + rounds - 1) / rounds, localSize);
    }

    /// <summary>The device's block of counters: seed, RNG clock, and what <see cref="Counter.Slot"/> names.</summary>
    public Tensor Counters => session.Counters.Block;

    /// <summary>Seed and RNG clock, as they stand at the begin of <see cref="Counters"/>: those of the recording.</summary>
    internal Tensor RandomCounters { get; }

    /// <summary>The choice file's kernels for matrix products: see <see cref="Session.Tuned"/>.</summary>
    internal IReadOnlyDictionary<string, string> Tuned => session.Tuned;

    internal bool WasInlined { get; private set; }

    /// <summary>Says that the op has no kernel of its own for these inputs: it runs as what its definition is made of.</summary>
    public void Inline() => WasInlined = true;

    /// <summary>Runs a kernel: the shader NAME.comp, embedded in the op's assembly or in VkLearn.</summary>
    /// <param name="localSize">Invocations of a workgroup; 0: as many as the shader says.</param>
    /// <param name="constants">Specialisation constants by name; the others keep the value that the shader gives them.</param>
    /// <param name="arguments">In the order of the shader's argument block.</param>
    /// <exception cref="ArgumentException">The constants or arguments are not those that the shader declares.</exception>
    public void Dispatch(
        string shader, Groups groups, uint localSize, ReadOnlySpan<Constant> constants, params ReadOnlySpan<Arg> arguments)
    {
        if (!dispatches)
        {
            return;
        }

        ShaderCode code = Find(shader + ".comp");
        Check(code, arguments);
        commands.Add(new KernelCommand(code.With(localSize, constants), groups, arguments.ToArray(), step!.ReadsInPlace)
        {
            Label = step.Label,
            Phase = phase,
        });
    }

    /// <inheritdoc cref="Dispatch(string, Groups, uint, ReadOnlySpan{Constant}, ReadOnlySpan{Arg})"/>
    public void Dispatch(string shader, Groups groups, params ReadOnlySpan<Arg> arguments) => Dispatch(shader, groups, 0, [], arguments);

    /// <summary>Copies a box of up to four axes out of, or into, a larger one; what lies outside the input is filled.</summary>
    internal void Pad(Tensor x, Tensor y, ReadOnlySpan<int> sizes, ReadOnlySpan<int> from, ReadOnlySpan<int> low, uint fill) =>
        Dispatch("Pad", InRounds(y.Shape.Count), x, y, sizes[0], sizes[1], sizes[2], sizes[3], from[0], from[1], from[2], from[3],
            low[0], low[1], low[2], low[3], Arg.Bits(fill));

    /// <summary>Says that the last kernel was chosen for a matrix product.</summary>
    internal void Chosen(GemmKernel kernel, GemmWork product) => Last?.Product = (kernel, product);

    /// <summary>Says how many multiplications and additions the last kernel does.</summary>
    internal void Computes(double flops) => Last?.Flops = flops;

    /// <summary>Says that the last kernel goes through a stack of layers.</summary>
    internal void Walks(LayerWalk walk) => Last?.Walk = walk;

    /// <summary>Says that the last kernel does nothing but copy a tensor into a part of another.</summary>
    internal void Copies(TensorPart part) => Last?.Copied = part;

    KernelCommand? Last => dispatches ? (KernelCommand)commands[^1] : null;

    internal void Begin(Step step) => (this.step, phase) = (step, dispatches ? StepPhase.Of(step) : null);

    internal ShaderCode Find(string resource)
    {
        Assembly own = step!.Op.GetType().Assembly;
        Assembly assembly = own.GetManifestResourceInfo(resource) is null ? typeof(Pass).Assembly : own;
        return ShaderCode.FromResource(assembly, resource);
    }

    static void Check(ShaderCode code, ReadOnlySpan<Arg> arguments)
    {
        if (arguments.Length != code.Arguments.Count)
        {
            throw new ArgumentException(
                $"{code.Name} takes {code.Arguments.Count} arguments " +
                $"({string.Join(", ", code.Arguments.Select(a => a.Name))}), received {arguments.Length}.");
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].IsAddress != (code.Arguments[i].Kind == ArgumentKind.Address))
            {
                throw new ArgumentException(
                    $"{code.Name}: argument {i}, \"{code.Arguments[i].Name}\", is {code.Arguments[i].Kind}, " +
                    $"received {(arguments[i].IsAddress ? "a tensor" : "a number")}.");
            }
        }
    }
}
