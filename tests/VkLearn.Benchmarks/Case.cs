namespace VkLearn.Benchmarks;

/// <summary>One piece of work: what is computed from what, and what of it counts.</summary>
/// <param name="Op">What it computes, the first column of the table.</param>
/// <param name="Size">On what, the second column.</param>
/// <param name="Body">The work, as a recording traces it.</param>
sealed record Case(string Op, string Size, Operand[] Operands, Func<Tensor[], Tensor[]> Body)
{
    /// <summary>Multiplications and additions that count; 0 where bytes alone do.</summary>
    public double Flops { get; init; }

    /// <summary>Bytes that must move; null: all operands and results, each once.</summary>
    public long? Bytes { get; init; }

    /// <summary>The operands, places, that take the results as their new values; empty: the results are returned.</summary>
    public int[] Updates { get; init; } = [];

    /// <summary>The relative error to allow against float64, of elements as large as a tensor's root mean square and larger ones.</summary>
    public double Allowed { get; init; } = 2e-6;

    /// <summary>The kernels that can do it; by default the one that the compiler takes.</summary>
    public IReadOnlyList<Variant> Variants { get; init; } = [Variant.Compilers];
}

/// <summary>One of the kernels that can do a piece of work.</summary>
/// <param name="Name">What VKLEARN_GEMM takes; null: the compiler chooses.</param>
/// <param name="IsChosen">Whether the compiler would take it.</param>
sealed record Variant(string? Name, bool IsChosen)
{
    public static Variant Compilers { get; } = new(null, IsChosen: true);
}
