using System.IO.Compression;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// The images of a folder with captions: an idx file of their size, <c>images-64x64x3-ubyte</c>, whose n-th is image n; else files by name
/// in the folder or in its zip files, whose middle is brought to the size.
/// </summary>
static class CaptionImages
{
    /// <summary>All images of a table, one after the other, [3, rows, columns] each.</summary>
    /// <exception cref="DataException">One is missing, or is no image; the message names it, and the line that does.</exception>
    public static byte[] Read(string directory, CaptionTable table, Shape item)
    {
        if (table.Images.Count > Array.MaxLength / item.Count)
        {
            throw new DataException(directory, $"{table.Images.Count} images of {item} come to more than 2 GiB; use a smaller size");
        }

        string packed = Path.Combine(directory, $"images-{item[1]}x{item[2]}x{item[0]}-ubyte");
        return ((string[])[packed, packed + ".gz"]).FirstOrDefault(File.Exists) is { } found
            ? OfIdx(found, table, item) : OfFiles(directory, table, item);
    }

    /// <summary>Pixels follow each other there, and planes here.</summary>
    static byte[] OfIdx(string path, CaptionTable table, Shape item)
    {
        IdxFile file = IdxFile.Read(path);
        int channels = item[0];
        int[] expected = [table.Images.Max(image => image.Number) + 1, item[1], item[2], channels];
        if (file.Sizes.Length != 4 || file.Sizes[0] < expected[0] || !file.Sizes[1..].SequenceEqual(expected[1..]))
        {
            throw new DataException(path, $"has sizes [{string.Join(", ", file.Sizes)}], the images of {table.Path} need "
                + $"[{string.Join(", ", expected)}]");
        }

        int bytes = channels * item[1] * item[2];
        byte[] planes = (byte[])ImageAxes.ChannelsFirst(file.Bytes, Shape.Of(expected[1..])).Values;
        return [.. table.Images.SelectMany(image => planes[(image.Number * bytes)..((image.Number + 1) * bytes)])];
    }

    static byte[] OfFiles(string directory, CaptionTable table, Shape item)
    {
        string[] zips = [.. Directory.EnumerateFiles(directory, "*.zip").Order(StringComparer.Ordinal)];
        Dictionary<string, byte[]> zipped = Unzipped(zips, [.. table.Images.Select(image => image.Name)]);
        byte[] all = new byte[table.Images.Count * item.Count];
        DataException?[] refused = new DataException[table.Images.Count];
        Parallel.For(0, table.Images.Count, i =>
        {
            try
            {
                Read(table.Images[i]).CopyTo(all.AsSpan(i * (int)item.Count));
            }
            catch (DataException error)
            {
                refused[i] = error;
            }
        });
        return refused.FirstOrDefault(error => error is not null) is { } first ? throw first : all;

        byte[] Read(CaptionedImage image)
        {
            string path = Path.Combine(directory, image.Name);
            return zipped.TryGetValue(image.Name, out byte[]? bytes) ? ImageFile.Read(path, bytes, item)
                : File.Exists(path) ? ImageFile.Read(path, item)
                : throw new DataException(table.Path, $"line {image.Line} is of \"{image.Name}\", which lies neither in {directory}"
                    + (zips is [] ? "" : $" nor in {string.Join(" or ", zips.Select(Path.GetFileName))}")
                    + "; put it there, or take its lines out");
        }
    }

    /// <summary>What is in files of zip, as far as it is asked for, by name without folders.</summary>
    static Dictionary<string, byte[]> Unzipped(string[] zips, HashSet<string> names)
    {
        Dictionary<string, byte[]> read = [];
        foreach (string path in zips)
        {
            try
            {
                using ZipArchive zip = ZipFile.OpenRead(path);
                foreach (ZipArchiveEntry entry in zip.Entries.Where(entry => names.Contains(entry.Name)))
                {
                    using Stream content = entry.Open();
                    read.TryAdd(entry.Name, PackedFile.ReadUpTo(content, (int)Math.Min(entry.Length, PackedFile.MostUnpacked)));
                }
            }
            catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                throw new DataException(path, $"cannot be unpacked: {error.Message}", error);
            }
        }

        return read;
    }
}
