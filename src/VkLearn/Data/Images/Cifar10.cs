using VkLearn.Formats;
using VkLearn.Gpu;

namespace VkLearn.Data;

/// <summary>
/// CIFAR-10: 32 x 32 colour photographs of ten classes (Krizhevsky 2009), from its binary version. A file is records of 3,073 bytes: the
/// label, then 1,024 bytes each of red, green and blue, row by row. Source: https://www.cs.toronto.edu/~kriz/cifar.html.
/// </summary>
public static class Cifar10
{
    internal const int Classes = 10, Side = 32, ItemBytes = 3 * Side * Side, RecordBytes = 1 + ItemBytes;

    /// <summary>By label.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Of red, green and blue over the 50,000 training images, on a scale from 0 to 1: what a
    /// <see cref="Layers.Normalize"/> subtracts.</summary>
    public static IReadOnlyList<float> Mean { get; } = [0.4914f, 0.4822f, 0.4465f];

    /// <summary>The standard deviations beside <see cref="Mean"/>.</summary>
    public static IReadOnlyList<float> Deviation { get; } = [0.2470f, 0.2435f, 0.2616f];

    internal static Shape Item => [3, Side, Side];

    /// <summary>The training images, [3, 32, 32] each, with labels 0 to 9: of all files data_batch*.bin, in ordinal order of their names.
    /// </summary>
    /// <param name="gpu">The device that they are moved to.</param>
    /// <param name="directory">Where the files are, plain or as .bin.gz.</param>
    /// <exception cref="DataException">A file is missing or torn; the message says which and what would be right.</exception>
    public static Dataset Train(GpuDevice gpu, string directory) => ReadTrain(directory).On(gpu);

    /// <summary>The test images: test_batch*.bin.</summary>
    /// <inheritdoc cref="Train(GpuDevice, string)"/>
    public static Dataset Test(GpuDevice gpu, string directory) => ReadTest(directory).On(gpu);

    internal static Dataset ReadTrain(string directory) => Read(directory, "data_batch", "train");
    internal static Dataset ReadTest(string directory) => Read(directory, "test_batch", "test");

    /// <summary>Whether a directory holds training images.</summary>
    internal static bool IsIn(string directory) => Files(directory, "data_batch").Length > 0;

    /// <summary>Of a file that is there both plain and packed, the plain one.</summary>
    static string[] Files(string directory, string prefix) => !Directory.Exists(directory) ? [] :
        [.. Directory.EnumerateFiles(directory, prefix + "*").Where(path => Plain(path).EndsWith(".bin", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).DistinctBy(Plain)];

    static string Plain(string path) => path.EndsWith(".gz", StringComparison.Ordinal) ? path[..^3] : path;

    internal static Dataset Read(string directory, string prefix, string name)
    {
        byte[][] files = [.. Find(directory, prefix).Select(ReadFile)];
        long records = files.Sum(file => file.LongLength) / RecordBytes;
        if (records > Array.MaxLength / ItemBytes)
        {
            throw new DataException(directory,
                $"{records} images in {prefix}*.bin come to more than 2 GiB; at most {Array.MaxLength / ItemBytes} are read");
        }

        byte[] images = new byte[records * ItemBytes];
        int[] labels = new int[records];
        int at = 0;
        foreach (byte[] file in files)
        {
            for (int record = 0; record < file.Length; record += RecordBytes, at++)
            {
                labels[at] = file[record];
                file.AsSpan(record + 1, ItemBytes).CopyTo(images.AsSpan(at * ItemBytes));
            }
        }

        return Dataset.From(images, labels, Item, name, ClassNames);
    }

    static string[] Find(string directory, string prefix) =>
        Files(directory, prefix) is { Length: > 0 } files ? files : throw new DataException(directory, !Directory.Exists(directory)
            ? "there is no such directory; check the path given to --data DIR"
            : Directory.EnumerateFiles(directory, prefix + "*").Any()
                ? $"holds {prefix} files that do not end in .bin: CIFAR-10's Python version. Fetch the binary version"
                : $"holds no {prefix}*.bin, with or without .gz; put CIFAR-10's binary version there, or name another directory");

    static byte[] ReadFile(string path)
    {
        byte[] bytes = PackedFile.ReadAll(path);
        int records = bytes.Length / RecordBytes;
        if (records == 0 || bytes.Length % RecordBytes != 0)
        {
            throw new DataException(path,
                $"holds {bytes.Length} bytes: {records} images of {RecordBytes} (a label and 3 x 32 x 32) and {bytes.Length % RecordBytes} "
                + "bytes more, but only whole images are right, 30730000 bytes for 10000; the file is torn or no CIFAR-10, fetch it again");
        }

        int bad = Enumerable.Range(0, records).FirstOrDefault(record => bytes[record * RecordBytes] >= Classes, -1);
        return bad < 0 ? bytes : throw new DataException(path,
            $"image {bad} (byte {(long)bad * RecordBytes}) has label {bytes[bad * RecordBytes]}, CIFAR-10's labels go from 0 to 9; "
            + $"is it CIFAR-100, or damaged?");
    }
}
