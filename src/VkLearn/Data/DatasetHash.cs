using System.Security.Cryptography;
using System.Text;
using VkLearn.Compile;

namespace VkLearn.Data;

/// <summary>
/// SHA-256, in hexadecimal, over a set's columns, from the last to the first: whether a run that goes on still learns from the same. Reads
/// the set back.
/// </summary>
static class DatasetHash
{
    /// <param name="columns">Which lie on a device, one a field.</param>
    public static string Of(IReadOnlyList<Field> fields, IReadOnlyList<Tensor> columns)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (fields is not [{ Name: Dataset.Image }, { Name: Dataset.Label }]) // whose hash is in checkpoints that there are
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', fields)));
        }

        foreach (Tensor column in columns.Reverse())
        {
            Append(hash, column);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Append(IncrementalHash hash, Tensor tensor)
    {
        const int pieceBytes = 1 << 24;
        MemoryLeaf memory = (MemoryLeaf)tensor.Leaf!;
        byte[] piece = new byte[Math.Min(pieceBytes, tensor.TensorType.Bytes)];
        for (long done = 0; done < tensor.TensorType.Bytes; done += piece.Length)
        {
            Span<byte> read = piece.AsSpan(0, (int)Math.Min(piece.Length, tensor.TensorType.Bytes - done));
            memory.Session.Gpu.Staging.Download(memory.Buffer, read, memory.ByteOffset + done);
            hash.AppendData(read);
        }

        GC.KeepAlive(memory);
    }
}
