using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>A matrix product to be done, with all that a kernel is chosen by beside the device.</summary>
/// <param name="PairedA">Whether A, and each matrix of a batch of it, starts at a multiple of 8 bytes.</param>
/// <param name="PairedB">Whether B does.</param>
/// <param name="ColumnSum">Whether B's columns are summed with it (a bias gradient).</param>
/// <param name="HalfA">Whether A is stored as halves, in rows of even length.</param>
/// <param name="HalfB">Whether B is.</param>
readonly record struct GemmWork(MatMul Op, GemmShape Shape, bool PairedA, bool PairedB, bool ColumnSum,
    bool HalfA = false, bool HalfB = false)
{
    /// <summary>Whether A, and each matrix of a batch of it, starts at a multiple of 16 bytes.</summary>
    public bool AlignedA { get; init; }

    /// <summary>Whether B does.</summary>
    public bool AlignedB { get; init; }

    /// <summary>What a choice file names it by, such as "NT 1x128x800x784 sum": transposes, batch x M x N x K, column sums.</summary>
    public string Key => $"{Letter(Op.TransposeA)}{Letter(Op.TransposeB)} {Shape.Batch}x{Shape.M}x{Shape.N}x{Shape.K}"
        + (ColumnSum ? " sum" : "") + (HalfA ? " half A" : "") + (HalfB ? " half B" : "");

    static char Letter(bool transpose) => transpose ? 'T' : 'N';
}
