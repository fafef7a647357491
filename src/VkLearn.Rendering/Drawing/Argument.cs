using System.Buffers.Binary;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>
/// One argument of a view's shader: an address, such as <see cref="TensorSource.WordAddress"/>, or a number. Both convert by themselves,
/// and are checked against what the shader declares.
/// </summary>
public readonly struct Argument
{
    readonly ulong bits;
    readonly bool isAddress;

    Argument(ulong bits, bool isAddress) => (this.bits, this.isAddress) = (bits, isAddress);

    public static implicit operator Argument(ulong address) => new(address, true);
    public static implicit operator Argument(int number) => new((uint)number, false);
    public static implicit operator Argument(uint number) => new(number, false);
    public static implicit operator Argument(float number) => new(BitConverter.SingleToUInt32Bits(number), false);

    /// <summary>Lays arguments out as the shader declares them.</summary>
    /// <exception cref="ArgumentException">They are not those that the shader declares.</exception>
    internal static void Write(ShaderCode code, ReadOnlySpan<Argument> arguments, Span<byte> block)
    {
        if (arguments.Length != code.Arguments.Count)
        {
            throw new ArgumentException($"{code.Name} takes {code.Arguments.Count} arguments, received {arguments.Length}.");
        }
        for (int i = 0; i < arguments.Length; i++)
        {
            KernelArgument declared = code.Arguments[i];
            if (arguments[i].isAddress != (declared.Kind == ArgumentKind.Address))
            {
                throw new ArgumentException($"{code.Name}: argument \"{declared.Name}\" is {declared.Kind}, received the other kind.");
            }
            if (arguments[i].isAddress)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(block[declared.Offset..], arguments[i].bits);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(block[declared.Offset..], (uint)arguments[i].bits);
            }
        }
    }
}
