namespace VkLearn.Gpu;

/// <summary>The instructions that are read, by their numbers in the SPIR-V specification, section 3.</summary>
internal enum SpirvOp : uint
{
    Undef = 1, Name = 5, MemberName = 6, Line = 8, EntryPoint = 15, Capability = 17,
    TypeBool = 20, TypeInt = 21, TypeFloat = 22, TypeVector = 23, TypeStruct = 30, TypePointer = 32,
    ConstantTrue = 41, ConstantFalse = 42, Constant = 43, ConstantComposite = 44,
    SpecConstantTrue = 48, SpecConstantFalse = 49, SpecConstant = 50, SpecConstantComposite = 51, SpecConstantOp = 52,
    Function = 54, FunctionEnd = 56, Variable = 59, Store = 62, CopyMemory = 63, CopyMemorySized = 64, Decorate = 71,
    MemberDecorate = 72, CompositeExtract = 81,
    CopyObject = 83, ImageWrite = 99, Bitcast = 124, SNegate = 126, IAdd = 128, ISub = 130, IMul = 132, UDiv = 134, SDiv = 135, UMod = 137,
    LogicalEqual = 164, LogicalNotEqual = 165, LogicalOr = 166, LogicalAnd = 167, LogicalNot = 168, Select = 169,
    IEqual = 170, INotEqual = 171, UGreaterThan = 172, SGreaterThan = 173, UGreaterThanEqual = 174, SGreaterThanEqual = 175,
    ULessThan = 176, SLessThan = 177, ULessThanEqual = 178, SLessThanEqual = 179,
    ShiftRightLogical = 194, ShiftRightArithmetic = 195, ShiftLeftLogical = 196, BitwiseOr = 197, BitwiseXor = 198, BitwiseAnd = 199,
    Not = 200, ControlBarrier = 224, MemoryBarrier = 225, AtomicStore = 228, Phi = 245, LoopMerge = 246, SelectionMerge = 247, Label = 248,
    Branch = 249, BranchConditional = 250, Switch = 251, Kill = 252, Return = 253, ReturnValue = 254, Unreachable = 255, NoLine = 317,
    TerminateInvocation = 4416, DemoteToHelperInvocation = 5380,
}
