using VkLearn.Data;
using VkLearn.Formats;

namespace VkLearn.Cli;

/// <summary>What a model is asked about: an image, or an idx file of them, with the labels that lie beside it.</summary>
/// <param name="Bytes">[count, ..item].</param>
/// <param name="Labels">Null where there are none.</param>
sealed record InferInput(byte[] Bytes, int[]? Labels, int Count, Shape Item)
{
    /// <param name="item">What an image is brought to.</param>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static InferInput Read(string path, Shape item)
    {
        if (!IsIdx(path))
        {
            return new(ImageFile.Read(path, item), null, 1, item);
        }

        IdxFile images = IdxFile.Read(path);
        int[]? labels = LabelsOf(path) is { } beside ? ReadLabels(beside, images.Sizes[0]) : null;
        return new(images.Bytes, labels, images.Sizes[0], [1, .. images.Sizes[1..]]);
    }

    /// <exception cref="DataException">It is not there.</exception>
    public static void CheckThere(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataException(path, "there is no such file.");
        }
    }

    /// <summary>Light for dark.</summary>
    public InferInput Inverted() => this with { Bytes = Array.ConvertAll(Bytes, value => (byte)(255 - value)) };

    /// <summary>By its first bytes: a gzip file's, or an idx file's of bytes. No image starts like that.</summary>
    static bool IsIdx(string path)
    {
        Span<byte> start = stackalloc byte[3];
        using FileStream file = File.OpenRead(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && (start is [0x1f, 0x8b, _] or [0, 0, 8]);
    }

    /// <summary>t10k-labels-idx1-ubyte for t10k-images-idx3-ubyte.gz; null where there is no such file.</summary>
    static string? LabelsOf(string path)
    {
        string name = Path.GetFileName(path), directory = Path.GetDirectoryName(path)!;
        string plain = name.Replace("images", "labels").Replace("idx3", "idx1").Replace("idx4", "idx1").Replace(".gz", "");
        return name.Contains("images")
            ? new[] { plain, plain + ".gz" }.Select(file => Path.Combine(directory, file)).FirstOrDefault(File.Exists) : null;
    }

    static int[] ReadLabels(string path, int count)
    {
        IdxFile labels = IdxFile.Read(path);
        return labels.Bytes.Length == count ? Array.ConvertAll(labels.Bytes, label => (int)label)
            : throw new DataException(path, $"{labels.Bytes.Length} labels, but there are {count} images; each needs one.");
    }
}
