using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>One thing a recording does: a kernel, or a copy.</summary>
abstract class Command
{
    /// <summary>What it computes, for plans and messages: the first output's name, or the op's.</summary>
    public required string Label { get; init; }

    /// <summary>What part of the step it is of; null: of that before it.</summary>
    public StepPhase? Phase { get; init; }

    /// <summary>The tensors it touches and how.</summary>
    public abstract IEnumerable<(Tensor Tensor, Access Access)> Accesses { get; }

    /// <summary>Whether an input is read only where the same element is written, so that an output may take its memory.</summary>
    public virtual bool ReadsInPlace(Tensor input) => false;

    public IEnumerable<Tensor> Reads => Accesses.Where(a => a.Access.HasFlag(Access.Read)).Select(a => a.Tensor);
    public IEnumerable<Tensor> Writes => Accesses.Where(a => a.Access.HasFlag(Access.Write)).Select(a => a.Tensor);
}

/// <summary>A dispatch.</summary>
sealed class KernelCommand(SpecializedCode specialized, Groups groups, Arg[] arguments, Func<Tensor, bool> readsInPlace) : Command
{
    public ShaderCode Code => specialized.Code;
    public SpecializedCode Specialized => specialized;
    public Groups Groups => groups;
    public Arg[] Arguments => arguments;

    /// <summary>The matrix product that it does, and the row of <see cref="KernelTable"/> that it was chosen by.</summary>
    public (GemmKernel Kernel, GemmWork Work)? Product { get; set; }

    /// <summary>The stack of layers that it goes through.</summary>
    public LayerWalk? Walk { get; set; }

    /// <summary>What it copies where, if it does no more than that.</summary>
    public TensorPart? Copied { get; set; }

    /// <summary>Multiplications and additions of products; of the rest there are few.</summary>
    public double Flops { get; set; }

    public override bool ReadsInPlace(Tensor input) => readsInPlace(input);

    public override IEnumerable<(Tensor Tensor, Access Access)> Accesses
    {
        get
        {
            for (int i = 0; i < arguments.Length; i++)
            {
                foreach (Tensor tensor in arguments[i].Tensors.ToArray())
                {
                    yield return (tensor, Code.Arguments[i].Access);
                }
            }
        }
    }
}

/// <summary>A copy of a whole tensor.</summary>
sealed class CopyCommand(Tensor source, Tensor destination) : Command
{
    public Tensor Source => source;
    public Tensor Destination => destination;
    public override IEnumerable<(Tensor Tensor, Access Access)> Accesses => [(source, Access.Read), (destination, Access.Write)];
}
