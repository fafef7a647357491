namespace VkLearn.Compile;

/// <summary>One argument of a kernel: a number, a tensor, or tensors that lie together as one range.</summary>
public readonly struct Arg
{
    readonly object? tensors;

    Arg(object? tensors, uint word)
    {
        this.tensors = tensors;
        Word = word;
    }

    /// <summary>A number's bits.</summary>
    internal uint Word { get; }

    /// <summary>Whether these are tensors that must lie one after the other, each at a 64-byte boundary.</summary>
    internal bool IsRange => tensors is Tensor[] { Length: > 0 };

    /// <summary>Whether this is an address: of tensors, or of nothing.</summary>
    internal bool IsAddress => tensors is not null;

    internal ReadOnlySpan<Tensor> Tensors => tensors switch
    {
        Tensor[] several => several,
        Tensor one => new Tensor[] { one },
        _ => [],
    };

    /// <summary>The null address, for an argument that this dispatch does not use.</summary>
    public static Arg Nothing { get; } = new(Array.Empty<Tensor>(), 0);

    /// <summary>Tensors that lie one after the other, as parameters do; the kernel takes the address of the first.</summary>
    public static Arg Range(Tensor[] tensors) => new(tensors, 0);

    /// <summary>The bits of an unsigned number.</summary>
    public static Arg Bits(uint word) => new(null, word);

    public static implicit operator Arg(Tensor tensor) => new(tensor, 0);
    public static implicit operator Arg(int number) => new(null, (uint)number);
    public static implicit operator Arg(uint number) => new(null, number);
    public static implicit operator Arg(float number) => new(null, BitConverter.SingleToUInt32Bits(number));
}
