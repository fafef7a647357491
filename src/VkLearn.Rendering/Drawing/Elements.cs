using System.Buffers.Binary;

namespace VkLearn.Rendering;

/// <summary>Elements that were read back.</summary>
static class Elements
{
    public static double Value(ElementType type, ReadOnlySpan<byte> bytes, int index) => type switch
    {
        ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * index)..]),
        ElementType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * index)..]),
        ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * index)..]),
        _ => bytes[index],
    };

    /// <summary>A value in full: whole numbers as they are, others with four digits.</summary>
    public static string Text(ElementType type, double value) =>
        type is ElementType.Int32 or ElementType.UInt8 ? Numbers.Whole(value) : Numbers.Exact(value);
}
