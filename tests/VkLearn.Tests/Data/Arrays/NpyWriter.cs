using System.Buffers.Binary;
using System.Text;

namespace VkLearn.Tests.Data;

/// <summary>Writes arrays as NumPy does.</summary>
static class NpyWriter
{
    /// <param name="elements">Little-endian.</param>
    public static string Write(
        string path, string type, string shape, byte[] elements, byte version = 1, bool fortran = false, int cut = 0)
    {
        string text = $"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': {shape}, }}";
        int prefix = version == 1 ? 10 : 12, padded = (prefix + text.Length + 1 + 63) / 64 * 64 - prefix;
        byte[] length = new byte[prefix - 8];
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)padded);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)padded);
        }

        byte[] header = Encoding.ASCII.GetBytes(text.PadRight(padded - 1) + "\n");
        byte[] file = [0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. elements];
        File.WriteAllBytes(path, file[..^cut]);
        return path;
    }

    public static byte[] Bytes<T>(params T[] values) where T : struct =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
