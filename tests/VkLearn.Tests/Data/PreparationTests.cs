using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

/// <summary>What is tested later is prepared by what was learned from, not by itself.</summary>
[Collection("gpu")]
public sealed class PreparationTests(GpuFixture fixture)
{
    readonly string folder = TempFolder.New();

    string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    static readonly Split inTime = new(0.25, Shuffles: false);

    CsvSource Table(string name, string text, string? preparedBy = null) => new(Write(name, text))
    {
        Target = ["y"], StandardizesTarget = true, Split = inTime, PreparedBy = preparedBy, Fill = MissingFill.Mean, MarksMissing = true,
    };

    [Fact]
    public void ATableHasMeansAndWordsOfTheOneThatWasLearnedFrom()
    {
        Splits learned = Table("a.csv", "x,city,y\n1,Bonn,10\n3,Ulm,30\n,Köln,20\n9,Ulm,0\n").Load(fixture.Gpu);
        Assert.NotNull(learned.Preparation);

        // Others would have a mean of 100, two cities, and nothing missing.
        Splits tested = Table("b.csv", "x,city,y\n100,Ulm,5\n100,Bonn,5\n100,Ulm,5\n3,Ulm,30\n", learned.Preparation).Load(fixture.Gpu);

        double scale = 1, mean = 2, goal = 20, deviation = Math.Sqrt(200 / 3.0); // of 1 and 3; of 10, 30 and 20
        Assert.Equal(Rounded((3 - mean) / scale, 0, 0, 0, 1), Rounded(tested.Test.Values(fixture.Gpu, "features")));
        Assert.Equal(Rounded((100 - mean) / scale, 0, 0, 0, 1), Rounded(tested.Train.Values(fixture.Gpu, "features")[..5]));
        Assert.Equal(Rounded((30 - goal) / deviation), Rounded(tested.Test.Values(fixture.Gpu, "target")));
        Assert.Equal(learned.Preparation, tested.Preparation);
    }

    static double[] Rounded(params double[] values) => [.. values.Select(value => Math.Round(value, 4))];

    static double[] Rounded(float[] values) => Rounded(Array.ConvertAll(values, value => (double)value));

    [Fact]
    public void AWordThatNobodyLearnedIsRefused()
    {
        Splits learned = Table("a.csv", "x,city,y\n1,Bonn,10\n3,Ulm,30\n5,Bonn,20\n9,Ulm,0\n").Load(fixture.Gpu);
        CsvSource other = Table("b.csv", "x,city,y\n1,Bonn,10\n3,Essen,30\n5,Bonn,20\n9,Ulm,0\n", learned.Preparation);
        Assert.Contains("column \"city\": \"Essen\" is no word of the table that was learned from, which has Bonn, Ulm",
            Assert.Throws<DataException>(() => other.Load(fixture.Gpu)).Message);
    }

    [Fact]
    public void FoldersHaveTheLabelsOfThoseThatWereLearnedFrom()
    {
        Splits learned = new ImageFolderSource(Images("first", "cat", "dog", "owl"), [1, 2, 2]).Load(fixture.Gpu);
        ImageFolderSource few = new(Images("second", "dog", "owl"), [1, 2, 2]) { PreparedBy = learned.Preparation };
        Assert.Equal(["cat", "dog", "owl"], few.ClassNames);
        Assert.Equal([1f, 2f], few.Load(fixture.Gpu).Test.Values(fixture.Gpu, "label"));
        ImageFolderSource gone = new(Path.Combine(folder, "gone"), [1, 2, 2]) { PreparedBy = learned.Preparation };
        Assert.Equal(["cat", "dog", "owl"], gone.ClassNames);

        ImageFolderSource odd = new(Images("third", "dog", "fox"), [1, 2, 2]) { PreparedBy = learned.Preparation };
        Assert.Contains("class \"fox\" is none that was learned; those are cat, dog, owl",
            Assert.Throws<DataException>(() => odd.Load(fixture.Gpu)).Message);
    }

    string Images(string name, params string[] classes)
    {
        string image = SmallPng.Write([1, 2, 3, 4], rows: 2, columns: 2, channels: 1), directory = Path.Combine(folder, name);
        foreach (string one in classes)
        {
            Directory.CreateDirectory(Path.Combine(directory, one));
            File.Copy(image, Path.Combine(directory, one, "1.png"));
            File.Copy(image, Path.Combine(directory, one, "2.png"));
        }

        return directory;
    }

    [Fact]
    public void FilesThatWereNotReadAreTold()
    {
        string directory = Images("some", "a", "b");
        Directory.CreateDirectory(Path.Combine(directory, "b", "deeper"));
        File.WriteAllText(Path.Combine(directory, "b", "deeper", "3.png"), "");
        File.WriteAllText(Path.Combine(directory, "notes.txt"), "");

        Splits read = new ImageFolderSource(directory, [1, 2, 2]).Load(fixture.Gpu);

        Assert.Equal([Path.Combine("b", "deeper", "3.png"), "notes.txt"], read.Unread);
        Assert.EndsWith($"; not read: 2 files, such as {read.Unread[0]}", read.ToString());
    }
}
