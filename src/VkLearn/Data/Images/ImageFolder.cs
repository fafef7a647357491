using VkLearn.Formats;
using VkLearn.Gpu;

namespace VkLearn.Data;

/// <summary>
/// Images of any size as a data set: a folder a class, named by it, in ordinal order. Beside each other in <c>train</c> and <c>test</c>; or
/// without those two, of each class's images in ordinal order of their names the second of each five is for the test.
/// </summary>
public static class ImageFolder
{
    const string TrainFolder = "train", TestFolder = "test";
    const int TestEvery = 5, FirstTest = 1;

    /// <summary>The names of the classes, by label.</summary>
    /// <exception cref="DataException">There are none, or those to test on are others than those to learn from.</exception>
    public static IReadOnlyList<string> Classes(string directory)
    {
        if (!IsSplit(directory))
        {
            return Folders(directory);
        }

        IReadOnlyList<string> train = Folders(Path.Combine(directory, TrainFolder)), test = Folders(Path.Combine(directory, TestFolder));
        string? odd = train.Except(test).Concat(test.Except(train)).FirstOrDefault();
        return odd is null ? train : throw new DataException(directory,
            $"class \"{odd}\" is only in \"{(train.Contains(odd) ? TrainFolder : TestFolder)}\"; both need the same classes");
    }

    /// <summary>Reads all images: to learn from, and to test on.</summary>
    /// <param name="gpu">The device that they are moved to.</param>
    /// <param name="item">[1 or 3, rows, columns]: the middle of each image is brought to this size.</param>
    /// <param name="convert">Whether grey images become coloured ones and the reverse, where <paramref name="item"/> asks for the other.
    /// </param>
    /// <param name="nested">Whether a class's images lie in folders below its own, too.</param>
    /// <exception cref="DataException">A class has no images, or a file is none or has other channels; the message names it and says what
    /// would be right.</exception>
    public static Splits Read(GpuDevice gpu, string directory, Shape item, bool convert = false, bool nested = false)
    {
        Splits read = Read(directory, item, convert, nested);
        return read with { Train = read.Train.On(gpu), Test = read.Test.On(gpu) };
    }

    /// <param name="known">The classes, by label, of which only some need be there; null: those that there are.</param>
    internal static Splits Read(string directory, Shape item, bool convert, bool nested, IReadOnlyList<string>? known = null)
    {
        (List<(string Path, int Label)> train, List<(string Path, int Label)> test) = ([], []);
        IReadOnlyList<string> found = Classes(directory), classes = known ?? found;
        if (found.Except(classes).FirstOrDefault() is { } odd)
        {
            throw new DataException(directory, $"class \"{odd}\" is none that was learned; those are {string.Join(", ", classes)}");
        }

        for (int label = 0; label < classes.Count; label++)
        {
            string name = classes[label];
            if (!found.Contains(name))
            {
                continue;
            }

            if (IsSplit(directory))
            {
                train.AddRange(In(Path.Combine(TrainFolder, name), least: 1).Select(path => (path, label)));
                test.AddRange(In(Path.Combine(TestFolder, name), least: 1).Select(path => (path, label)));
            }
            else
            {
                string[] images = In(name, least: 2);
                train.AddRange(images.Where((_, i) => i % TestEvery != FirstTest).Select(path => (path, label)));
                test.AddRange(images.Where((_, i) => i % TestEvery == FirstTest).Select(path => (path, label)));
            }
        }

        return new(Read(train, "train"), Read(test, "test"))
        {
            Unread = Unread(directory, [.. train.Concat(test).Select(file => file.Path)]),
        };

        Dataset Read(List<(string Path, int Label)> files, string name) =>
            ImageFolder.Read(directory, files, item, convert, name, classes);

        string[] In(string folder, int least) => Images(Path.Combine(directory, folder), least, nested);
    }

    /// <summary>Whether a directory holds folders, and no idx files.</summary>
    internal static bool IsIn(string directory) => Directory.Exists(directory)
        && Directory.EnumerateDirectories(directory).Any() && !Directory.EnumerateFiles(directory, "*-ubyte*").Any();

    /// <summary>Whether the first class has folders instead of images.</summary>
    internal static bool IsNested(string directory)
    {
        string classes = IsSplit(directory) ? Path.Combine(directory, TrainFolder) : directory;
        string first = Path.Combine(classes, Folders(classes)[0]);
        return Directory.EnumerateDirectories(first).Any() && !Directory.EnumerateFiles(first).Any();
    }

    static bool IsSplit(string directory) =>
        Directory.Exists(Path.Combine(directory, TrainFolder)) && Directory.Exists(Path.Combine(directory, TestFolder));

    static IReadOnlyList<string> Folders(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new DataException(directory, "there is no such directory; check the path, or name your data's directory with --data DIR");
        }

        string[] names = [.. Directory.EnumerateDirectories(directory).Select(path => Path.GetFileName(path))
            .Where(name => name[0] != '.').Order(StringComparer.Ordinal)];
        return names.Length > 0 ? names : throw new DataException(directory, "holds no folders; images lie in a folder a class");
    }

    /// <summary>All files but hidden ones, and the one that Windows leaves among images.</summary>
    static string[] Images(string folder, int least, bool nested)
    {
        SearchOption depth = nested ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
        string[] images = [.. Directory.EnumerateFiles(folder, "*", depth)
            .Where(path => Path.GetFileName(path) is var name && name[0] != '.' && name != "Thumbs.db").Order(StringComparer.Ordinal)];
        return images.Length >= least ? images : throw new DataException(folder, images.Length == 0
            ? !nested && Directory.EnumerateDirectories(folder).Any()
                ? "is an empty class: it holds folders, but no images; use nested: true if they lie in those"
                : "is an empty class: it holds no images; put some there, or remove the folder"
            : "holds one image; to learn from and to test on takes two, or folders \"train\" and \"test\" above the classes");
    }

    /// <summary>What else lies there, at any depth, by its path from the directory.</summary>
    static string[] Unread(string directory, HashSet<string> read) =>
        [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(path => !read.Contains(path))
            .Select(path => Path.GetRelativePath(directory, path)).Order(StringComparer.Ordinal)];

    static Dataset Read(string directory, List<(string Path, int Label)> files, Shape item, bool convert, string name,
        IReadOnlyList<string> classes)
    {
        if (files.Count > Array.MaxLength / item.Count)
        {
            throw new DataException(directory,
                $"{files.Count} images of {item} come to more than 2 GiB; "
                + $"use a smaller size, of at most {Array.MaxLength / files.Count} values");
        }

        int bytes = (int)item.Count;
        byte[] images = new byte[files.Count * bytes];
        DataException?[] refused = new DataException[files.Count];
        Parallel.For(0, files.Count, i =>
        {
            try
            {
                Read(files[i].Path, item, convert).CopyTo(images.AsSpan(i * bytes));
            }
            catch (DataException error)
            {
                refused[i] = error;
            }
        });
        return refused.FirstOrDefault(error => error is not null) is { } first ? throw first
            : Dataset.From(images, [.. files.Select(file => file.Label)], item, name, classes);
    }

    static byte[] Read(string path, Shape item, bool convert)
    {
        (byte[] bytes, int channels) = ImageFile.ReadWithChannels(path, item);
        return convert || channels == item[0] ? bytes : throw new DataException(path,
            $"is {(channels == 1 ? "grey, 1 channel" : "coloured, 3 channels")}, where images of {item} are asked for; "
            + $"use channels: {channels} if all are so, or convert: true to bring all to {item[0]}");
    }
}
