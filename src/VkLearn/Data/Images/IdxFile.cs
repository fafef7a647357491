using System.Buffers.Binary;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// An idx file of bytes, the format of MNIST: two zero bytes, the element type (8 = uint8), the rank, a big-endian 32-bit size for each
/// axis, then the elements, last axis fastest. Source: http://yann.lecun.com/exdb/mnist.
/// </summary>
/// <param name="Sizes">The size of each axis, e.g. [60000, 28, 28].</param>
/// <param name="Bytes">The elements, as many as the product of the sizes.</param>
public sealed record IdxFile(int[] Sizes, byte[] Bytes)
{
    const int MaxRank = 4;
    const long MaxBytes = 1L << 31;

    /// <summary>Reads a file, plain or gzip (told apart by its content, not its name).</summary>
    /// <exception cref="DataException">The file is missing, torn, or not an idx file of uint8.</exception>
    public static IdxFile Read(string path) => PackedFile.Read(path, content =>
    {
        int[] sizes = ReadHeader(path, content);
        byte[] bytes = ReadElements(path, content, sizes);
        return new IdxFile(sizes, bytes);
    });

    /// <summary>
    /// Finds and reads the images and labels of an MNIST-like set: train-images-idx3-ubyte and train-labels-idx1-ubyte, or t10k-...
    /// for the test set; with or without .gz, also as train-images.idx3-ubyte. Images may have more axes than three.
    /// </summary>
    /// <exception cref="DataException">
    /// A file is missing or bad, the counts differ, or a label is not below <paramref name="classes"/>.
    /// </exception>
    public static (IdxFile Images, IdxFile Labels) ReadPair(string directory, bool train, int classes = 10)
    {
        string set = train ? "train" : "t10k";
        string imagesPath = Find(directory, set, "images", "idx3"), labelsPath = Find(directory, set, "labels", "idx1");
        IdxFile images = Read(imagesPath), labels = Read(labelsPath);
        if (images.Sizes.Length < 2)
            throw new DataException(imagesPath, $"one axis of {images.Sizes[0]}, but images need at least two: [count, ...]");
        if (labels.Sizes.Length != 1)
            throw new DataException(labelsPath, $"axes [{string.Join(", ", labels.Sizes)}], but labels have one: [count]");
        if (images.Sizes[0] != labels.Sizes[0])
            throw new DataException(labelsPath,
                $"{images.Sizes[0]} images but {labels.Sizes[0]} labels; each image of {imagesPath} needs one label");
        int bad = Array.FindIndex(labels.Bytes, label => label >= classes);
        if (bad >= 0)
            throw new DataException(labelsPath,
                $"label {labels.Bytes[bad]} at index {bad} (byte {8 + bad}), but with {classes} classes labels go from 0 to {classes - 1}");
        return (images, labels);
    }

    static string Find(string directory, string set, string kind, string rank)
    {
        string[] names = [$"{set}-{kind}-{rank}-ubyte", $"{set}-{kind}.{rank}-ubyte"];
        string[] paths = [.. names.SelectMany(name => new[] { name, name + ".gz" }).Select(name => Path.Combine(directory, name))];
        return paths.FirstOrDefault(File.Exists) ?? throw new DataException(directory, Directory.Exists(directory)
            ? $"holds no {names[0]}, with or without .gz; put it there, or name another directory with --data DIR"
            : "there is no such directory; check the path given to --data DIR");
    }

    static int[] ReadHeader(string path, Stream content)
    {
        Span<byte> magic = stackalloc byte[4];
        ReadFully(path, content, magic, at: 0, "the magic number");
        if (magic[0] != 0 || magic[1] != 0)
            throw new DataException(path,
                $"bytes 0 and 1 are 0x{magic[0]:x2} 0x{magic[1]:x2}, an idx file starts with 0x00 0x00; this is no idx file");
        if (magic[2] != 0x08)
            throw new DataException(path, $"byte 2 is 0x{magic[2]:x2}, {TypeName(magic[2])}; only uint8, 0x08, is read");
        if (magic[3] is 0 or > MaxRank)
            throw new DataException(path, $"byte 3 gives {magic[3]} axes, 1 to {MaxRank} are read");
        Span<byte> sizeBytes = stackalloc byte[4 * magic[3]];
        ReadFully(path, content, sizeBytes, at: 4, "the sizes");
        int[] sizes = new int[magic[3]];
        for (int axis = 0; axis < sizes.Length; axis++)
            sizes[axis] = CheckedSize(path, axis, BinaryPrimitives.ReadUInt32BigEndian(sizeBytes[(4 * axis)..]));
        return sizes;
    }

    static int CheckedSize(string path, int axis, uint size) =>
        size is > 0 and <= int.MaxValue
            ? (int)size
            : throw new DataException(path, $"axis {axis} has size {size} (byte {4 + 4 * axis}), sizes go from 1 to {int.MaxValue}");

    static byte[] ReadElements(string path, Stream content, int[] sizes)
    {
        long length = 1;
        foreach (int size in sizes)
            if ((length *= size) > Math.Min(MaxBytes, Array.MaxLength))
                throw new DataException(path, $"{Text(sizes)} (from byte 4) come to more than 2 GiB; at most that is read");
        int header = 4 + 4 * sizes.Length;
        byte[] bytes = PackedFile.ReadUpTo(content, (int)length);
        if (bytes.Length < length)
            throw new DataException(path,
                $"ends at byte {header + bytes.Length}, {Text(sizes)} need {header + length} bytes; the file is torn, fetch it again");
        if (content.ReadByte() >= 0)
            throw new DataException(path,
                $"goes on after byte {header + length}, where {Text(sizes)} end it; the header or the file is wrong");
        return bytes;
    }

    static string Text(int[] sizes) => $"sizes [{string.Join(", ", sizes)}]";

    static void ReadFully(string path, Stream content, Span<byte> bytes, int at, string what)
    {
        int count = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count < bytes.Length)
            throw new DataException(path,
                $"ends at byte {at + count}, within {what} (bytes {at} to {at + bytes.Length - 1}); the file is torn or no idx file");
    }

    static string TypeName(byte type) => type switch
    {
        0x09 => "int8",
        0x0b => "int16",
        0x0c => "int32",
        0x0d => "float32",
        0x0e => "float64",
        _ => "no type of idx",
    };
}
