using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VkLearn.Formats;

/// <summary>The element types of safetensors, by the format's own names in capitals: F32, BF16, I64.</summary>
public enum SafetensorsType { Bool, U8, I8, F8_E4M3, F8_E5M2, U16, I16, F16, BF16, U32, I32, F32, U64, I64, F64 }

static class SafetensorsTypes
{
    static readonly SafetensorsType[] all = Enum.GetValues<SafetensorsType>();

    public static string Name(this SafetensorsType type) => type.ToString().ToUpperInvariant();

    /// <summary>The type of a name; null for one that this does not know.</summary>
    public static SafetensorsType? Of(string name) =>
        Array.FindIndex(all, type => type.Name() == name) is >= 0 and int index ? all[index] : null;

    public static string Known => string.Join(", ", all.Select(Name));

    public static int Bytes(this SafetensorsType type) => type switch
    {
        <= SafetensorsType.F8_E5M2 => 1,
        <= SafetensorsType.BF16 => 2,
        <= SafetensorsType.F32 => 4,
        _ => 8,
    };

    public static SafetensorsType Of(DType type) => type switch
    {
        DType.Float32 => SafetensorsType.F32,
        DType.Float16 => SafetensorsType.F16,
        DType.Int32 => SafetensorsType.I32,
        _ => SafetensorsType.U8,
    };

    /// <summary>Little-endian elements as single precision, rounded where they are wider; null where they are no numbers of ours.</summary>
    public static float[]? ToFloats(this SafetensorsType type, ReadOnlySpan<byte> bytes) => type switch
    {
        SafetensorsType.F32 => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
        SafetensorsType.F64 => Each(bytes, 8, x => (float)BinaryPrimitives.ReadDoubleLittleEndian(x)),
        SafetensorsType.F16 => Each(bytes, 2, x => (float)BinaryPrimitives.ReadHalfLittleEndian(x)),
        SafetensorsType.BF16 => Each(bytes, 2, x => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(x) << 16)),
        SafetensorsType.I32 => Each(bytes, 4, x => (float)BinaryPrimitives.ReadInt32LittleEndian(x)),
        SafetensorsType.I64 => Each(bytes, 8, x => (float)BinaryPrimitives.ReadInt64LittleEndian(x)),
        SafetensorsType.U8 => Each(bytes, 1, x => (float)x[0]),
        _ => null,
    };

    delegate float Element(ReadOnlySpan<byte> bytes);

    static float[] Each(ReadOnlySpan<byte> bytes, int size, Element element)
    {
        float[] values = new float[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = element(bytes.Slice(i * size, size));
        }

        return values;
    }
}
