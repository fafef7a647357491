namespace VkLearn.Gpu;

/// <summary>What a kernel argument is: a buffer's device address (8 bytes) or a 4-byte number.</summary>
public enum ArgumentKind { Address, UInt, Int, Float }

/// <summary>What a kernel says it does with the memory behind an address.</summary>
[Flags]
public enum Access { None = 0, Read = 1, Write = 2, ReadWrite = Read | Write }

/// <summary>One member of a kernel's push-constant block.</summary>
/// <param name="Name">The name in the shader.</param>
/// <param name="Offset">Bytes from the start of the block.</param>
/// <param name="Kind">Address or number.</param>
/// <param name="Access">For an address, from readonly and writeonly in the shader; None for numbers.</param>
public readonly record struct KernelArgument(string Name, int Offset, ArgumentKind Kind, Access Access)
{
    /// <summary>Size in bytes.</summary>
    public int Bytes => Kind == ArgumentKind.Address ? sizeof(ulong) : sizeof(uint);
}
