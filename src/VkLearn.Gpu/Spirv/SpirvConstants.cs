namespace VkLearn.Gpu;

/// <summary>The 32-bit whole numbers and conditions of a module that are known, and what follows from them.</summary>
internal sealed class SpirvConstants(uint bound)
{
    readonly uint?[] values = new uint?[bound]; // by id; 1 and 0 for true and false
    readonly Dictionary<uint, uint[]> members = []; // of vectors
    readonly bool[] isBool = new bool[bound], isNumber = new bool[bound]; // by type

    public bool Has(uint id) => values[id] is not null;

    public uint? this[uint id] => values[id];

    /// <summary>Takes a value, if it is of a type that is followed.</summary>
    public void Set(uint type, uint id, uint value) =>
        values[id] = isBool[type] ? Bit(value != 0) : isNumber[type] ? value : null;

    /// <summary>Takes in a type or a constant.</summary>
    public void Read(SpirvOp op, ReadOnlySpan<uint> operands)
    {
        switch (op)
        {
            case SpirvOp.TypeBool:
                isBool[operands[0]] = true;
                break;
            case SpirvOp.TypeInt:
                isNumber[operands[0]] = operands[1] == 32;
                break;
            case SpirvOp.ConstantTrue or SpirvOp.SpecConstantTrue:
                Set(operands[0], operands[1], 1);
                break;
            case SpirvOp.ConstantFalse or SpirvOp.SpecConstantFalse:
                Set(operands[0], operands[1], 0);
                break;
            case SpirvOp.Constant or SpirvOp.SpecConstant:
                Set(operands[0], operands[1], operands[2]);
                break;
            case SpirvOp.ConstantComposite or SpirvOp.SpecConstantComposite:
                members[operands[1]] = operands[2..].ToArray();
                break;
            case SpirvOp.SpecConstantOp:
                Compute((SpirvOp)operands[2], operands[0], operands[1], operands[3..]);
                break;
        }
    }

    /// <summary>Whether an instruction may have a result that is known: one that is not among these is never left out.</summary>
    public static bool Follows(SpirvOp op) => IsOfTwo(op) || op is SpirvOp.Phi or SpirvOp.CopyObject or SpirvOp.Bitcast
        or SpirvOp.CompositeExtract or SpirvOp.SNegate or SpirvOp.Not or SpirvOp.LogicalNot or SpirvOp.Select;

    /// <summary>Keeps an instruction's result if it is known.</summary>
    public void Compute(SpirvOp op, uint type, uint id, ReadOnlySpan<uint> operands)
    {
        if ((isBool[type] || isNumber[type]) && Result(op, operands) is { } result)
        {
            Set(type, id, result);
        }
    }

    /// <summary>Writes a constant that is known.</summary>
    public void Write(List<uint> output, uint type, uint id)
    {
        uint value = values[id]!.Value;
        output.AddRange(isBool[type]
            ? [(uint)(value != 0 ? SpirvOp.ConstantTrue : SpirvOp.ConstantFalse) | 3 << 16, type, id]
            : [(uint)SpirvOp.Constant | 4 << 16, type, id, value]);
    }

    uint? Result(SpirvOp op, ReadOnlySpan<uint> operands)
    {
        switch (op)
        {
            case SpirvOp.Phi:
                return Common(operands);
            case SpirvOp.CopyObject or SpirvOp.Bitcast:
                return values[operands[0]];
            case SpirvOp.CompositeExtract:
                return members.TryGetValue(operands[0], out uint[]? of) && operands is [_, var index]
                    && index < of.Length ? values[of[index]] : null;
            case SpirvOp.SNegate:
                return 0 - values[operands[0]];
            case SpirvOp.Not:
                return ~values[operands[0]];
            case SpirvOp.LogicalNot:
                return 1 - values[operands[0]];
            case SpirvOp.Select:
                return values[operands[0]] switch { null => null, 0 => values[operands[2]], _ => values[operands[1]] };
        }

        return IsOfTwo(op) ? Result(op, values[operands[0]], values[operands[1]]) : null;
    }

    static bool IsOfTwo(SpirvOp op) => op is >= SpirvOp.IAdd and <= SpirvOp.UMod or >= SpirvOp.LogicalEqual and <= SpirvOp.LogicalAnd
        or >= SpirvOp.IEqual and <= SpirvOp.SLessThanEqual or >= SpirvOp.ShiftRightLogical and <= SpirvOp.BitwiseAnd;

    static uint? Result(SpirvOp op, uint? first, uint? second) => (op, first, second) switch
    {
        (SpirvOp.LogicalAnd or SpirvOp.BitwiseAnd, 0, _) or (SpirvOp.LogicalAnd or SpirvOp.BitwiseAnd, _, 0) => 0,
        (SpirvOp.LogicalOr, 1, _) or (SpirvOp.LogicalOr, _, 1) => 1,
        (_, { } a, { } b) => Of(op, a, b),
        _ => null,
    };

    /// <summary>Null where SPIR-V leaves the result open.</summary>
    static uint? Of(SpirvOp op, uint a, uint b) => op switch
    {
        SpirvOp.IAdd => a + b,
        SpirvOp.ISub => a - b,
        SpirvOp.IMul => a * b,
        SpirvOp.UDiv when b != 0 => a / b,
        SpirvOp.UMod when b != 0 => a % b,
        SpirvOp.SDiv when b != 0 && ((int)a, (int)b) != (int.MinValue, -1) => (uint)((int)a / (int)b),
        SpirvOp.ShiftRightLogical when b < 32 => a >> (int)b,
        SpirvOp.ShiftRightArithmetic when b < 32 => (uint)((int)a >> (int)b),
        SpirvOp.ShiftLeftLogical when b < 32 => a << (int)b,
        SpirvOp.BitwiseOr or SpirvOp.LogicalOr => a | b,
        SpirvOp.BitwiseXor => a ^ b,
        SpirvOp.BitwiseAnd or SpirvOp.LogicalAnd => a & b,
        SpirvOp.IEqual or SpirvOp.LogicalEqual => Bit(a == b),
        SpirvOp.INotEqual or SpirvOp.LogicalNotEqual => Bit(a != b),
        SpirvOp.UGreaterThan => Bit(a > b),
        SpirvOp.UGreaterThanEqual => Bit(a >= b),
        SpirvOp.ULessThan => Bit(a < b),
        SpirvOp.ULessThanEqual => Bit(a <= b),
        SpirvOp.SGreaterThan => Bit((int)a > (int)b),
        SpirvOp.SGreaterThanEqual => Bit((int)a >= (int)b),
        SpirvOp.SLessThan => Bit((int)a < (int)b),
        SpirvOp.SLessThanEqual => Bit((int)a <= (int)b),
        _ => null,
    };

    /// <summary>The value that comes in whichever way.</summary>
    uint? Common(ReadOnlySpan<uint> incoming)
    {
        uint? common = values[incoming[0]];
        for (int i = 2; i < incoming.Length; i += 2)
        {
            common = values[incoming[i]] == common ? common : null;
        }

        return common;
    }

    static uint Bit(bool condition) => condition ? 1u : 0u;
}
