using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>One thing a recording does: a kernel, or a copy.</summary>
abstract class Command
{
    /// <summary>What it computes, for plans and messages: the first output's name, or the op's.</summary>
    public required string Label { get; init; }

    /// <summary>The tensors it touches and how.</summary>
    public abstract IEnumerable<(Tensor Tensor, Access Access)> Accesses { get; }

    /// <summary>Whether an input is read only where the same element is written, so that an output may take its memory.</summary>
    public virtual bool InPlace(Tensor input) => false;

    public IEnumerable<Tensor> Reads => Accesses.Where(a => a.Access.HasFlag(Access.Read)).Select(a => a.Tensor);
    public IEnumerable<Tensor> Writes => Accesses.Where(a => a.Access.HasFlag(Access.Write)).Select(a => a.Tensor);
}

/// <summary>A dispatch.</summary>
sealed class KernelCommand(ShaderCode code, uint[] specialization, Groups groups, Arg[] arguments, Func<Tensor, bool> inPlace) : Command
{
    public ShaderCode Code => code;
    public uint[] Specialization => specialization;
    public Groups Groups => groups;
    public Arg[] Arguments => arguments;

    /// <summary>The matrix product that <see cref="KernelChoice"/> chose this kernel for.</summary>
    public GemmWork? Product { get; set; }

    /// <summary>Multiplications and additions, where it was said; of products they follow from the arguments.</summary>
    public double? Flops { get; set; }

    public override bool InPlace(Tensor input) => inPlace(input);

    public override IEnumerable<(Tensor Tensor, Access Access)> Accesses
    {
        get
        {
            for (int i = 0; i < arguments.Length; i++)
            {
                foreach (Tensor tensor in arguments[i].Tensors.ToArray())
                {
                    yield return (tensor, code.Arguments[i].Access);
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
