namespace VkLearn.Formats;

/// <summary>A tensor's values as a file has them, in main memory.</summary>
/// <param name="Bytes">The elements, row-major, little-endian, without padding.</param>
public sealed record StoredTensor(string Name, SafetensorsType Type, Shape Shape, ReadOnlyMemory<byte> Bytes)
{
    public override string ToString() => $"{Name} {Type.Name()} {Shape}";
}
