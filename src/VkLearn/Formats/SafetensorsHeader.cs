using System.Buffers.Binary;
using System.Text.Json;
using VkLearn.Data;

namespace VkLearn.Formats;

/// <summary>
/// The header of a safetensors file. All that it says is checked before any of it is used: the tensors' bytes are the file's, each byte of
/// one tensor and no more.
/// </summary>
sealed class SafetensorsHeader
{
    const int LengthBytes = sizeof(ulong);
    const int MaxBytes = 100_000_000; // the format's own limit
    const string MetadataKey = "__metadata__";

    static readonly JsonDocumentOptions options = new() { AllowDuplicateProperties = false };

    readonly string path;
    readonly long dataLength;
    readonly List<SafetensorsTensor> tensors = [];
    readonly Dictionary<string, string> metadata = [];

    SafetensorsHeader(string path, long fileLength, byte[] json)
    {
        this.path = path;
        DataStart = LengthBytes + json.Length;
        dataLength = fileLength - DataStart;
        Parse(json);
        if (!SafetensorsChecksums.IsHeaderWhole(json, metadata))
        {
            throw Error("the header is not as it was written: its checksum differs. Take a copy of the file.");
        }

        CheckLayout();
    }

    /// <summary>The file's byte at which the tensors begin.</summary>
    public long DataStart { get; }

    public IReadOnlyList<SafetensorsTensor> Tensors => tensors;
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    public static SafetensorsHeader Read(string path, Stream file)
    {
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        if (file.ReadAtLeast(lengthBytes, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
        {
            throw new DataException(path, $"ends at byte {file.Length}; a safetensors file has at least {LengthBytes + 2}.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length is < 2 or > MaxBytes)
        {
            throw new DataException(path, $"bytes 0 to 7 give a header of {length} bytes, but one has 2 to {MaxBytes}; "
                + $"this is no safetensors file, or damaged.");
        }

        if (LengthBytes + (long)length > file.Length)
        {
            throw new DataException(path,
                $"ends at byte {file.Length}, within its header, which needs {LengthBytes + length}; it is torn.");
        }

        byte[] json = new byte[length];
        file.ReadExactly(json);
        return json[0] == '{' ? new(path, file.Length, json)
            : throw new DataException(path,
                $"byte {LengthBytes} is 0x{json[0]:x2}, but a header starts with {{; this is no safetensors file.");
    }

    void Parse(byte[] json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, options);
            foreach (JsonProperty entry in document.RootElement.EnumerateObject())
            {
                if (entry.NameEquals(MetadataKey))
                {
                    ReadMetadata(entry.Value);
                }
                else
                {
                    tensors.Add(ReadTensor(entry.Name, entry.Value));
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new DataException(path, $"the header is damaged: {error.Message}", error); // not JSON, or a text that is not UTF-8
        }
    }

    void ReadMetadata(JsonElement texts)
    {
        if (texts.ValueKind != JsonValueKind.Object)
        {
            throw Error($"{MetadataKey} must be an object of texts, received {texts.ValueKind}.");
        }

        foreach (JsonProperty entry in texts.EnumerateObject())
        {
            metadata[entry.Name] = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()!
                : throw Error($"\"{entry.Name}\" in {MetadataKey} must be a text, received {entry.Value.ValueKind}.");
        }
    }

    SafetensorsTensor ReadTensor(string name, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw Error($"tensor {name} must be an object, received {entry.ValueKind}.");
        }

        string told = entry.TryGetProperty("dtype", out JsonElement type) && type.ValueKind == JsonValueKind.String ? type.GetString()!
            : throw Error($"tensor {name} must have a dtype, a text.");
        SafetensorsType dtype = SafetensorsTypes.Of(told)
            ?? throw Error($"tensor {name} has dtype {told}, which is not read. Known: {SafetensorsTypes.Known}.");
        long[] shape = Numbers(name, entry, "shape", int.MaxValue), offsets = Numbers(name, entry, "data_offsets", long.MaxValue);
        if (offsets.Length != 2 || offsets[0] > offsets[1])
        {
            throw Error($"tensor {name} must have data_offsets [begin, end], received [{string.Join(", ", offsets)}].");
        }

        CheckSize(name, dtype, shape, offsets[1] - offsets[0]);
        return new(name, dtype, [.. shape.Select(size => (int)size)], offsets[0], offsets[1] - offsets[0]);
    }

    long[] Numbers(string tensor, JsonElement entry, string key, long max)
    {
        if (!entry.TryGetProperty(key, out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            throw Error($"tensor {tensor} must have {key}, a list.");
        }

        return [.. list.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long number) && number >= 0 && number <= max ? number
                : throw Error($"tensor {tensor}: {key} must be whole numbers from 0 to {max}, received {item.GetRawText()}."))];
    }

    void CheckSize(string name, SafetensorsType type, long[] shape, long length)
    {
        Int128 needed = type.Bytes();
        foreach (long size in shape)
        {
            needed = size == 0 ? 0 : Int128.Min(needed * size, long.MaxValue); // only too large matters, not how much
        }

        if (needed != length)
        {
            throw Error($"tensor {name} {type.Name()} [{string.Join(", ", shape)}] needs {needed} bytes, its data_offsets give {length}.");
        }
    }

    /// <summary>One tensor after the other, from the header's end to the file's.</summary>
    void CheckLayout()
    {
        long end = 0;
        string before = "the header";
        foreach (SafetensorsTensor tensor in tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.Begin != end)
            {
                throw Error($"tensor {tensor} begins at byte {tensor.Begin} of the data, but {before} ends at {end}: "
                    + (tensor.Begin < end ? "they overlap." : "nothing may lie between."));
            }

            (end, before) = (tensor.End, $"tensor {tensor}");
            if (end > dataLength)
            {
                throw Error($"ends at byte {DataStart + dataLength}, but tensor {tensor} needs bytes up to {DataStart + end}; it is torn.");
            }
        }

        if (end != dataLength)
        {
            throw Error($"goes on after byte {DataStart + end}, where {before} ends it; it is torn, or not written to its end.");
        }
    }

    DataException Error(string found) => new(path, found);
}
