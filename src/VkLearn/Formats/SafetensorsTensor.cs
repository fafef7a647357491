namespace VkLearn.Formats;

/// <summary>What a safetensors file says of a tensor.</summary>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="Length">In bytes.</param>
public sealed record SafetensorsTensor(string Name, SafetensorsType Type, Shape Shape, long Begin, long Length)
{
    public long End => Begin + Length;

    public override string ToString() => $"{Name} {Type.Name()} {Shape}";
}
