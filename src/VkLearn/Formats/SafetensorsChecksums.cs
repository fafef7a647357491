using System.Security.Cryptography;
using System.Text;

namespace VkLearn.Formats;

/// <summary>
/// What shows a changed byte in a file that VkLearn wrote: the metadata have a SHA-256 of each tensor, and one of the header, taken while
/// the place for it held zeros. Readers of other makers pass over them.
/// </summary>
static class SafetensorsChecksums
{
    const string HeaderKey = "vklearn.sha256";

    static readonly string zeros = new('0', 2 * SHA256.HashSizeInBytes);

    static string Key(string tensor) => $"{HeaderKey}:{tensor}";

    public static bool IsChecksum(string key) => key.StartsWith(HeaderKey, StringComparison.Ordinal);

    /// <summary>The metadata to write: given ones, the tensors' checksums, room for the header's.</summary>
    public static IEnumerable<KeyValuePair<string, string>> With(
        IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<StoredTensor> tensors) =>
        [.. metadata, new(HeaderKey, zeros), .. tensors.Select(tensor => KeyValuePair.Create(Key(tensor.Name), Of(tensor.Bytes.Span)))];

    /// <summary>Puts the header's checksum where room was left for it.</summary>
    public static void Seal(Span<byte> header) => Encoding.ASCII.GetBytes(Of(header), Room(header, zeros));

    /// <summary>Whether the header is as it was written; true where nothing was written that could tell.</summary>
    public static bool IsHeaderWhole(byte[] header, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(HeaderKey, out string? told))
        {
            return !metadata.Keys.Any(IsChecksum);
        }

        byte[] blank = [.. header];
        Span<byte> room = told.Length == zeros.Length ? Room(blank, told) : [];
        room.Fill((byte)'0');
        return !room.IsEmpty && Of(blank) == told;
    }

    /// <summary>Whether a tensor is as it was written; true where nothing was written that could tell.</summary>
    public static bool IsWhole(string tensor, ReadOnlySpan<byte> bytes, IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(Key(tensor), out string? told) ? Of(bytes) == told : !metadata.ContainsKey(HeaderKey);

    static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Where the checksum stands in the header; empty if it does not.</summary>
    static Span<byte> Room(Span<byte> header, string checksum)
    {
        byte[] member = Encoding.UTF8.GetBytes($"\"{HeaderKey}\":\"{checksum}\"");
        int at = header.IndexOf(member);
        return at < 0 ? [] : header.Slice(at + member.Length - 1 - zeros.Length, zeros.Length);
    }
}
