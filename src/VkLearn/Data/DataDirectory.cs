namespace VkLearn.Data;

/// <summary>A directory of data, or a file, that says by what is in it which format that is.</summary>
public static class DataDirectory
{
    /// <summary>
    /// A table, whose last column is to be learned; a directory of x.npy and y.npy, of one table or of train.csv and test.csv, of
    /// CIFAR-10's binary files, of folders of images, or else of MNIST-like idx files.
    /// </summary>
    /// <param name="item">What images of any size are brought to.</param>
    public static DataSource Open(string path, Shape item) =>
        File.Exists(path) ? Table(path)
        : Cifar10.IsIn(path) ? new Cifar10Source(path)
        : Arrays(path) is { } arrays ? arrays
        : Tables(path) is { } table ? table
        : item.Rank == 3 && ImageFolder.IsIn(path) ? new ImageFolderSource(path, item, nested: ImageFolder.IsNested(path))
        : new MnistSource(path);

    static CsvSource Table(string train, string? test = null) => new(train) { TestFile = test, TargetIsLast = true };

    static CsvSource? Tables(string directory)
    {
        string[] tables = !Directory.Exists(directory) ? []
            : [.. Directory.EnumerateFiles(directory).Where(path => Path.GetExtension(path) is ".csv" or ".tsv")
                .Order(StringComparer.Ordinal)];
        return tables switch
        {
            [var one] => Table(one),
            [var test, var train] when NameOf(test) == "test" && NameOf(train) == "train" => Table(train, test),
            _ => null,
        };

        static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);
    }

    static NpySource? Arrays(string directory)
    {
        string? input = Find("x"), train = Find("x_train"), test = Find("x_test");
        return input is not null ? new NpySource(input, Find("y"))
            : train is null ? null
            : test is null ? new NpySource(train, Find("y_train"))
            : new NpySource(train, Find("y_train")) { TestInput = test, TestTarget = Find("y_test") };

        string? Find(string name) => Path.Combine(directory, $"{name}.npy") is var path && File.Exists(path) ? path : null;
    }
}
