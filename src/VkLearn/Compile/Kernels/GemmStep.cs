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
    public GemmShape Shape { get; } = GemmShape.Of((MatMul)Product.Op, Product.Inputs[0].Shape, Product.Inputs[1].Shape);

    /// <inheritdoc/>
    public override bool IsLike(Step other) =>
        other is GemmStep like && MatMul == like.MatMul && Shape == like.Shape
        && (ColumnSum is null) == (like.ColumnSum is null) && Stored.Length == like.Stored.Length
        && (Program is null ? like.Program is null : like.Program is not null && Program.IsLike(like.Program));

    /// <inheritdoc/>
    public override uint? StreamsFrom(Step other) => Program?.StreamsFrom(((GemmStep)other).Program!) ?? (Program is null ? 0u : null);

    /// <inheritdoc/>
    public override bool ReadsAlike(int input) => (Program!.Inputs[input - 1].Access & FusedProgram.Identity) != 0;

    /// <summary>What the program reads beside the product.</summary>
    static IEnumerable<Tensor> Extra(FusedProgram? program) => program?.Inputs.Skip(1).Select(input => input.Tensor) ?? [];
}

/// <summary>Equal products whose operands and results lie at constant strides, as one batch.</summary>
sealed record GemmBatchStep(IReadOnlyList<GemmStep> Steps) : Step(
    Steps[0].Position, [.. Steps.SelectMany(step => step.Inputs)], [.. Steps.SelectMany(step => step.Outputs)], Steps[0].Op, _ => false,
    pass => Gemm.Dispatch(pass, Steps));
