using System.Runtime.InteropServices;

namespace VkLearn.Gpu;

/// <summary>Values of specialisation constants, value i of constant_id i; equal when all of them are.</summary>
internal readonly record struct SpecializationValues(uint[] Values)
{
    public bool Equals(SpecializationValues other) => Values.AsSpan().SequenceEqual(other.Values);

    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.AddBytes(MemoryMarshal.AsBytes(Values.AsSpan()));
        return hash.ToHashCode();
    }
}
