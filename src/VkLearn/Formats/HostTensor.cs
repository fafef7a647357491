namespace VkLearn.Formats;

/// <summary>A tensor's values in host memory, as a file of them has it.</summary>
/// <param name="Bytes">The elements, row-major, little-endian, without padding.</param>
public sealed record HostTensor(string Name, SafetensorsType Type, Shape Shape, ReadOnlyMemory<byte> Bytes)
{
    public override string ToString() => $"{Name} {Type.Name()} {Shape}";
}
