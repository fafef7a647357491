namespace VkLearn.Gpu;

/// <summary>What a kernel argument is: a buffer's device address (8 bytes), a 4-byte number or a vector of such.</summary>
public enum ArgumentKind { Address, UInt, Int, Float }

/// <summary>What a kernel says it does with the memory behind an address.</summary>
[Flags]
public enum Access { None = 0, Read = 1, Write = 2, ReadWrite = Read | Write }

/// <summary>One member of a kernel's push-constant block.</summary>
/// <param name="Name">The name in the shader.</param>
/// <param name="Offset">Bytes from the start of the block.</param>
/// <param name="Kind">Address or number.</param>
/// <param name="Access">For an address, from readonly and writeonly in the shader; None for numbers.</param>
/// <param name="Components">How many numbers: 2 to 4 for a vector, such as vec4.</param>
public readonly record struct KernelArgument(string Name, int Offset, ArgumentKind Kind, Access Access, int Components = 1)
{
    /// <summary>Size in bytes.</summary>
    public int Bytes => Kind == ArgumentKind.Address ? sizeof(ulong) : Components * sizeof(uint);
}
