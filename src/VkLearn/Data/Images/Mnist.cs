using VkLearn.Gpu;

namespace VkLearn.Data;

/// <summary>
/// MNIST and sets of its form: 28 x 28 grey images of ten classes, as idx files (LeCun, Cortes and Burges 1998; Xiao et al. 2017).
/// </summary>
public static class Mnist
{
    internal const int Side = 28;

    /// <summary>The classes of Fashion-MNIST (Xiao et al. 2017, table 2).</summary>
    internal static readonly string[] FashionNames =
        ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>What labels mean where nothing else is known.</summary>
    internal static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    const string FromDebian = "/usr/share/datasets/fashion-mnist";

    /// <summary>What the environment names as the default directory, if it does.</summary>
    internal static string? DefaultDirectory => Environment.GetEnvironmentVariable("VKLEARN_DATA");

    /// <summary>The 60,000 training images, [1, 28, 28] each, with labels 0 to 9.</summary>
    /// <param name="gpu">The device that they are moved to.</param>
    /// <param name="directory">
    /// Where the idx files are, plain or gzip. By default what VKLEARN_DATA names, else Fashion-MNIST as Debian's package
    /// dataset-fashion-mnist installs it.
    /// </param>
    /// <exception cref="DataException">A file is missing or torn; the message says which and what would be right.</exception>
    public static Dataset Train(GpuDevice gpu, string? directory = null) => Read(directory, train: true).On(gpu);

    /// <summary>The 10,000 test images.</summary>
    /// <inheritdoc cref="Train(GpuDevice, string?)"/>
    public static Dataset Test(GpuDevice gpu, string? directory = null) => Read(directory, train: false).On(gpu);

    internal static Dataset Read(string? directory, bool train, IReadOnlyList<string>? classNames = null)
    {
        (IdxFile images, IdxFile labels) = IdxFile.ReadPair(directory ?? DefaultDirectory ?? FromDebian, train);
        Shape item = [1, .. images.Sizes[1..]];
        return Dataset.From(images.Bytes, Array.ConvertAll(labels.Bytes, label => (int)label), item, train ? "train" : "test", classNames);
    }
}
