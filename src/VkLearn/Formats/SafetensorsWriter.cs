using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VkLearn.Formats;

/// <summary>
/// Writes safetensors: the header's length as a little-endian 64-bit number, the header (JSON: each tensor's dtype, shape and
/// data_offsets; metadata), then the elements. Source: https://github.com/huggingface/safetensors.
/// </summary>
public static class SafetensorsWriter
{
    const int LengthBytes = sizeof(long), Alignment = 8;

    static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes a file whole or not at all, also if the machine goes off meanwhile. It has checksums in its metadata, by which
    /// <see cref="SafetensorsFile"/> finds a changed byte.
    /// </summary>
    /// <exception cref="IOException">It cannot be written; the file of before, if any, is still there.</exception>
    public static void Write(string path, IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        DurableFile.Write(path, file => Write(file, tensors, metadata));

    /// <inheritdoc cref="Write(string, IEnumerable{StoredTensor}, IReadOnlyDictionary{string, string})"/>
    public static void Write(Stream file, IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        // The widest first, so that each lies at a multiple of its elements' size.
        StoredTensor[] ordered = [.. tensors.OrderByDescending(tensor => tensor.Type.Bytes()).ThenBy(t => t.Name, StringComparer.Ordinal)];
        file.Write(Header(ordered, SafetensorsChecksums.With(metadata, ordered)));
        foreach (StoredTensor tensor in ordered)
        {
            file.Write(tensor.Bytes.Span);
        }
    }

    static byte[] Header(StoredTensor[] tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using MemoryStream header = new();
        header.Write(new byte[LengthBytes]);
        using (Utf8JsonWriter writer = new(header, options))
        {
            writer.WriteStartObject();
            WriteMetadata(writer, metadata);
            WriteTensors(writer, tensors);
            writer.WriteEndObject();
        }

        while (header.Length % Alignment != 0)
        {
            header.WriteByte((byte)' ');
        }

        byte[] bytes = header.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - LengthBytes);
        SafetensorsChecksums.Seal(bytes.AsSpan(LengthBytes));
        return bytes;
    }

    static void WriteMetadata(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        writer.WriteStartObject("__metadata__");
        foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    static void WriteTensors(Utf8JsonWriter writer, StoredTensor[] tensors)
    {
        long offset = 0;
        foreach (StoredTensor tensor in tensors)
        {
            writer.WriteStartObject(tensor.Name);
            writer.WriteString("dtype", tensor.Type.Name());
            WriteNumbers(writer, "shape", [.. tensor.Shape.Select(size => (long)size)]);
            WriteNumbers(writer, "data_offsets", [offset, offset += tensor.Bytes.Length]);
            writer.WriteEndObject();
        }
    }

    static void WriteNumbers(Utf8JsonWriter writer, string key, long[] numbers)
    {
        writer.WriteStartArray(key);
        Array.ForEach(numbers, writer.WriteNumberValue);
        writer.WriteEndArray();
    }
}
