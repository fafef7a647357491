namespace VkLearn.Compile;

/// <summary>
/// One argument of a kernel: a number, a tensor, or tensors that lie together: as one range, or at a constant stride.
/// </summary>
public readonly struct Arg
{
    enum Kind : byte
    {
        Number,
        Tensor,
        Range,
        Strided,
        Stride,
    }

    readonly Kind kind;
    readonly object? tensors;

    Arg(Kind kind, object? tensors, uint word = 0)
    {
        this.kind = kind;
        this.tensors = tensors;
        Word = word;
    }

    /// <summary>A number's bits.</summary>
    internal uint Word { get; }

    /// <summary>Whether these are tensors that must lie one after the other, each at a 64-byte boundary.</summary>
    internal bool IsRange => kind == Kind.Range && tensors is Tensor[] { Length: > 0 };

    /// <summary>Whether these are tensors that must lie at a constant stride, of any sign.</summary>
    internal bool IsStrided => kind == Kind.Strided;

    /// <summary>Whether this is the words from one to the next of tensors at a constant stride: known when they have memory.</summary>
    internal bool IsStride => kind == Kind.Stride;

    /// <summary>Whether this is an address: of tensors, or of nothing.</summary>
    internal bool IsAddress => kind is Kind.Tensor or Kind.Range or Kind.Strided;

    /// <summary>What the kernel is given the address of.</summary>
    internal ReadOnlySpan<Tensor> Tensors => IsAddress ? All : [];

    /// <summary>What a stride is measured between, else <see cref="Tensors"/>.</summary>
    internal ReadOnlySpan<Tensor> All => tensors switch
    {
        Tensor[] several => several,
        Tensor one => new Tensor[] { one },
        _ => [],
    };

    /// <summary>The null address, for an argument that this dispatch does not use.</summary>
    public static Arg Nothing { get; } = new(Kind.Tensor, Array.Empty<Tensor>());

    /// <summary>Tensors that lie one after the other, as parameters do; the kernel takes the address of the first.</summary>
    public static Arg Range(Tensor[] tensors) => new(Kind.Range, tensors);

    /// <summary>
    /// Tensors at a constant stride; the kernel takes the lowest address, and by the sign of <see cref="StrideOf"/> it knows whose that is.
    /// </summary>
    internal static Arg Strided(Tensor[] tensors) => tensors.Length > 1 ? new(Kind.Strided, tensors)
        : tensors.Length == 1 ? tensors[0] : Nothing;

    /// <summary>How many words lie from each of these tensors to the next; 0 of one.</summary>
    internal static Arg StrideOf(Tensor[] tensors) => new(Kind.Stride, tensors);

    /// <summary>The bits of an unsigned number.</summary>
    public static Arg Bits(uint word) => new(Kind.Number, null, word);

    public static implicit operator Arg(Tensor tensor) => new(Kind.Tensor, tensor);
    public static implicit operator Arg(int number) => Bits((uint)number);
    public static implicit operator Arg(uint number) => Bits(number);
    public static implicit operator Arg(float number) => Bits(BitConverter.SingleToUInt32Bits(number));
}
