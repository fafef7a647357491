namespace VkLearn.Gpu;

/// <summary>A value for one of a shader's specialisation constants, by the name that the shader gives it.</summary>
/// <param name="Bits">A number's bits; 1 and 0 for true and false.</param>
/// <param name="IsOptional">Whether it is passed over by a shader that does not have it: one of several that share an include.</param>
public readonly record struct Constant(string Name, uint Bits, bool IsOptional = false)
{
    /// <summary>An int or uint; one conversion for both, so that a literal is not in doubt.</summary>
    public static implicit operator Constant((string Name, long Value) constant) => new(constant.Name, (uint)constant.Value);

    public static implicit operator Constant((string Name, bool Value) constant) => new(constant.Name, constant.Value ? 1u : 0u);
    public static implicit operator Constant((string Name, float Value) constant) =>
        new(constant.Name, BitConverter.SingleToUInt32Bits(constant.Value));
}
