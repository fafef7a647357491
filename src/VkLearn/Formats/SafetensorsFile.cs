using VkLearn.Data;

namespace VkLearn.Formats;

/// <summary>
/// A safetensors file, open for reading: the header is read and checked whole, tensors when they are asked for. A file that VkLearn wrote
/// also shows if a byte changed since.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    readonly FileStream file;
    readonly SafetensorsHeader header;

    SafetensorsFile(FileStream file, SafetensorsHeader header, string path) => (this.file, this.header, Path) = (file, header, path);

    public string Path { get; }

    /// <summary>In the order of the header.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => header.Tensors;

    /// <summary>Texts that the writer added, by their keys.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <exception cref="DataException">It is missing, torn, changed since it was written, or no safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = File.OpenRead(path);
            return new SafetensorsFile(file, SafetensorsHeader.Read(path, file), path);
        }
        catch (Exception error)
        {
            file?.Dispose();
            throw error switch
            {
                FileNotFoundException or DirectoryNotFoundException => new DataException(path, "there is no such file.", error),
                IOException or UnauthorizedAccessException => new DataException(path, $"cannot be read: {error.Message}", error),
                _ => error,
            };
        }
    }

    /// <summary>A tensor's elements, little-endian.</summary>
    /// <exception cref="DataException">They are not as they were written, cannot be read, or are more than one array holds.</exception>
    public StoredTensor Read(SafetensorsTensor tensor)
    {
        if (tensor.Length > Array.MaxLength)
        {
            throw new DataException(Path, $"tensor {tensor} has {tensor.Length} bytes; at most {Array.MaxLength} are read at once.");
        }

        byte[] bytes = new byte[tensor.Length];
        try
        {
            file.Position = header.DataStart + tensor.Begin;
            file.ReadExactly(bytes);
        }
        catch (IOException error)
        {
            throw new DataException(Path, $"tensor {tensor} cannot be read: {error.Message}", error);
        }

        return SafetensorsChecksums.IsWhole(tensor.Name, bytes, Metadata) ? new(tensor.Name, tensor.Type, tensor.Shape, bytes)
            : throw new DataException(Path, $"tensor {tensor} is not as it was written: its checksum differs. Take a copy of the file.");
    }

    public void Dispose() => file.Dispose();
}
