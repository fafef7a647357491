using System.Runtime.InteropServices;

namespace VkLearn.Gpu;

/// <summary>A shader with values for its specialisation constants: what a kernel is compiled from. Equal when both are.</summary>
public sealed class SpecializedCode : IEquatable<SpecializedCode>
{
    readonly uint[] values; // by constant_id

    /// <exception cref="ArgumentException">The shader has no such constant, or a local size of its own.</exception>
    internal SpecializedCode(ShaderCode code, uint localSize, ReadOnlySpan<Constant> constants)
    {
        Code = code;
        values = code.Constants.Count == 0 ? [] : new uint[code.Constants[^1].Id + 1];
        foreach (KernelConstant declared in code.Constants)
        {
            values[declared.Id] = declared.Default;
        }
        if (localSize > 0)
        {
            RefuseOwnLocalSize(localSize);
            values[0] = localSize;
        }
        foreach (Constant constant in constants)
        {
            if (code.Find(constant.Name) is { } declared)
            {
                values[declared.Id] = constant.Bits;
            }
            else if (!constant.IsOptional)
            {
                throw Unknown(constant.Name);
            }
        }
    }

    public ShaderCode Code { get; }

    /// <summary>Invocations of a workgroup; 0: as many as the shader says.</summary>
    public uint LocalSize => Code.Constants.Any(declared => declared.IsLocalSize) ? values[0] : 0;

    /// <summary>The bits of a constant, by its name in the shader.</summary>
    /// <exception cref="ArgumentException">The shader has no such constant.</exception>
    public uint this[string name] => values[(Code.Find(name) ?? throw Unknown(name)).Id];

    /// <summary>Value i is constant_id i.</summary>
    internal ReadOnlySpan<uint> Values => values;

    public bool Equals(SpecializedCode? other) => other is not null && Code == other.Code && Values.SequenceEqual(other.Values);

    public override bool Equals(object? other) => Equals(other as SpecializedCode);

    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.Add(Code);
        hash.AddBytes(MemoryMarshal.AsBytes(Values));
        return hash.ToHashCode();
    }

    public override string ToString() =>
        $"{Code}({string.Join(", ", Code.Constants.Select(declared => $"{declared.Name} {values[declared.Id]}".TrimStart()))})";

    void RefuseOwnLocalSize(uint asked)
    {
        if (!Code.Constants.Any(declared => declared.IsLocalSize))
        {
            throw new ArgumentException($"{Code} has a local size of its own, {asked} was asked for. " +
                "Write layout(local_size_x = 64, local_size_x_id = 0) in; or ask for none.");
        }
    }

    ArgumentException Unknown(string name) => new(
        $"{Code} has no specialisation constant \"{name}\". It has: " +
        $"{string.Join(", ", Code.Constants.Where(declared => !declared.IsLocalSize).Select(declared => declared.Name))}.");
}
