namespace VkLearn;

/// <summary>What a tensor's elements are.</summary>
public enum DType
{
    /// <summary>IEEE single precision: what networks compute in.</summary>
    Float32,

    /// <summary>IEEE half precision: storage only, read as numbers by a cast.</summary>
    Float16,

    /// <summary>Signed 32-bit: labels, indices, counters.</summary>
    Int32,

    /// <summary>Bytes, 0 to 255: images as they are stored. Read as numbers by a cast.</summary>
    UInt8,
}

static class DTypes
{
    public static int Bytes(this DType type) => type switch
    {
        DType.UInt8 => 1,
        DType.Float16 => 2,
        _ => 4,
    };

    /// <summary>Whether elements are packed several to a word, so that only a cast computes with them.</summary>
    public static bool IsPacked(this DType type) => type is DType.UInt8 or DType.Float16;
}

/// <summary>A tensor's shape and element type: all that tracing knows of a value.</summary>
public readonly record struct TensorType(Shape Shape, DType Type)
{
    /// <summary>Bytes that the elements take, whole 32-bit words.</summary>
    public long Bytes => (Shape.Count * Type.Bytes() + 3) / 4 * 4;

    public override string ToString() => Type == DType.Float32 ? $"{Shape}" : $"{Type} {Shape}";
}
