using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>A matrix product and the program on its result.</summary>
/// <param name="Product">Its node, whose inputs are the operands.</param>
/// <param name="Program">Null: the product is stored as it is.</param>
/// <param name="Stored">What the program stores, or the product.</param>
/// <param name="ColumnSum">The sums down the second operand's columns, where they are made too.</param>
sealed record GemmStep(int Position, Node Product, FusedProgram? Program, Tensor[] Stored, Tensor? ColumnSum) : Step(
    Position, [.. Product.Inputs, .. Extra(Program)], ColumnSum is null ? Stored : [.. Stored, ColumnSum], Product.Op, _ => false,
    pass => Gemm.Dispatch(pass, Product, Program, ColumnSum is null ? Stored : [.. Stored, ColumnSum], ColumnSum is not null))
{
    public MatMul MatMul => (MatMul)Product.Op;

    /// <summary>What the program reads beside the product.</summary>
    static IEnumerable<Tensor> Extra(FusedProgram? program) => program?.Inputs.Skip(1).Select(input => input.Tensor) ?? [];
}
