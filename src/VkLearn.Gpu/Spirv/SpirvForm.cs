namespace VkLearn.Gpu;

/// <summary>How an instruction that is read looks. What comes behind that is not looked at.</summary>
/// <param name="Least">How many operands it has at least.</param>
/// <param name="Ids">Which of them are ids.</param>
internal readonly record struct SpirvForm(int Least, Range Ids)
{
    static readonly SpirvForm unread = new(0, ..0);

    public static SpirvForm Of(SpirvOp op) => op switch
    {
        SpirvOp.Name => new(2, ..1),
        SpirvOp.MemberName or SpirvOp.MemberDecorate => new(3, ..1),
        SpirvOp.Decorate => new(2, ..1),
        SpirvOp.EntryPoint => new(3, 1..2),
        SpirvOp.Capability => new(1, ..0),
        SpirvOp.TypeBool or SpirvOp.TypeStruct => new(1, ..),
        SpirvOp.TypeInt or SpirvOp.TypePointer => new(3, ..1),
        SpirvOp.TypeFloat => new(2, ..1),
        SpirvOp.TypeVector => new(3, ..2),
        SpirvOp.ConstantTrue or SpirvOp.ConstantFalse or SpirvOp.SpecConstantTrue or SpirvOp.SpecConstantFalse => new(2, ..2),
        SpirvOp.Constant or SpirvOp.SpecConstant or SpirvOp.SpecConstantOp or SpirvOp.Variable => new(3, ..2),
        SpirvOp.ConstantComposite or SpirvOp.SpecConstantComposite => new(2, ..),
        SpirvOp.Function => new(4, ..2),
        SpirvOp.Label or SpirvOp.Branch => new(1, ..),
        SpirvOp.LoopMerge => new(3, ..2),
        SpirvOp.SelectionMerge => new(2, ..1),
        SpirvOp.BranchConditional => new(3, ..3),
        SpirvOp.Switch => new(2, ..2),
        SpirvOp.CompositeExtract => new(3, ..3),
        SpirvOp.Select => new(5, ..),
        SpirvOp.CopyObject or SpirvOp.Bitcast or SpirvOp.SNegate or SpirvOp.Not or SpirvOp.LogicalNot => new(3, ..),
        _ when SpirvConstants.Follows(op) => new(4, ..), // of two operands, or of two ways
        _ => unread,
    };
}
