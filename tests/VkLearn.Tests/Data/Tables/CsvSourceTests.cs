using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class CsvSourceTests(GpuFixture fixture)
{
    readonly string folder = TempFolder.New();

    const string Flats = """
        rooms,city,price,note
        1,Bonn,100,a
        2,Köln,200,b
        3,Bonn,300,c
        4,Ulm,400,d
        5,Ulm,500,e
        """;

    [Fact]
    public void NumbersAndWordsBecomeFeatures()
    {
        CsvSource source = new(Write(Flats)) { LeaveOut = ["note"], Target = ["price"], Standardizes = false, Split = InTime };
        Assert.Equal(["features Float32 [4]", "target Float32 [1]", "city Int32 []"], source.Fields.Select(Text));
        Assert.Equal(["rooms", "city Bonn", "city Köln", "city Ulm"], source.FeatureNames);
        Assert.Equal(["Bonn", "Köln", "Ulm"], ((Meaning.Label)source.Fields[2].Meaning).Names);
        (Dataset train, Dataset test) = source.Load(fixture.Gpu);
        Assert.Equal([1, 1, 0, 0, 2, 0, 1, 0, 3, 1, 0, 0], train.Values(fixture.Gpu, "features"));
        Assert.Equal([4, 0, 0, 1, 5, 0, 0, 1], test.Values(fixture.Gpu, "features"));
        Assert.Equal([100, 200, 300], train.Values(fixture.Gpu, "target"));
        Assert.Equal([0, 1, 0], train.Values(fixture.Gpu, "city"));
        Assert.Equal(source.Fields, test.Fields);
    }

    [Fact]
    public void NumbersAreStandardisedByTheRowsToLearnFromAlone()
    {
        CsvSource source = new(Write("a,b\n1,10\n3,20\n5,20\n100,90\n7,0\n"))
        {
            Target = ["b"], StandardizesTarget = true, Split = new Split(0.4, Shuffles: false),
        };
        (Dataset train, Dataset test) = source.Load(fixture.Gpu);
        double deviation = Math.Sqrt(8 / 3.0), deviationB = Math.Sqrt(200 / 9.0); // of 1, 3, 5 and of 10, 20, 20
        AssertNear([-2 / deviation, 0, 2 / deviation], train.Values(fixture.Gpu, "features"));
        AssertNear([97 / deviation, 4 / deviation], test.Values(fixture.Gpu, "features"));
        AssertNear([(90 - 50 / 3.0) / deviationB, (0 - 50 / 3.0) / deviationB], test.Values(fixture.Gpu, "target"));
    }

    [Fact]
    public void AColumnOfOneValueBecomesZeros() =>
        Assert.Equal([0, 0, 0], Load(new CsvSource(Write("a\n7\n7\n7\n7\n7\n")) { Split = InTime }).Train.Values(fixture.Gpu, "features"));

    [Fact]
    public void TargetsMayBeALabelSeveralOrNone()
    {
        string file = Write(Flats);
        Assert.Equal(["features Float32 [1]", "label Int32 []"], Fields(new CsvSource(file) { Columns = ["price"], Target = ["city"] }));
        Assert.Equal(["features Float32 [1]", "rooms Int32 []", "note Int32 []"], Fields(new CsvSource(file)
            { LeaveOut = ["city"], Categories = ["rooms"], OneHot = false }));
        Assert.Equal(["features Float32 [3]", "target Float32 [2]", "city Int32 []"],
            Fields(new CsvSource(file) { LeaveOut = ["note"], Target = ["price", "rooms"] }));
        Assert.Equal(["features Float32 [5]", "city Int32 []"], Fields(new CsvSource(file) { LeaveOut = ["note"] }));
        Assert.Equal(["features Float32 [4]", "label Int32 []", "city Int32 []"],
            Fields(new CsvSource(file) { LeaveOut = ["note"], Target = ["price"], TargetType = TargetType.Label }));
    }

    [Fact]
    public void CodesFollowTheWordsNotTheRows()
    {
        CsvSource numbers = new(Write("x,y\n1,10\n2,9\n3,10\n4,9\n5,-1\n"))
            { Target = ["y"], TargetType = TargetType.Label, Split = InTime };
        Assert.Equal(["-1", "9", "10"], numbers.ClassNames);
        Assert.Equal([2, 1, 2], Load(numbers).Train.Values(fixture.Gpu, "label"));
    }

    [Fact]
    public void MissingNumbersTakeTheMeanOfWhatIsLearnedFrom()
    {
        CsvSource source = new(Write("a,b\n1,x\n?,\n5,y\n,x\n9,y\n"))
        {
            Fill = MissingFill.Mean, MarksMissing = true, Standardizes = false, Split = InTime,
        };
        Assert.Equal(["a", "a is missing", "b x", "b y"], source.FeatureNames);
        (Dataset train, Dataset test) = source.Load(fixture.Gpu);
        Assert.Equal([1, 0, 1, 0, 3, 1, 0, 0, 5, 0, 0, 1], train.Values(fixture.Gpu, "features"));
        Assert.Equal([3, 1, 1, 0, 9, 0, 0, 1], test.Values(fixture.Gpu, "features"));
        Assert.Equal([0, -1, 1], train.Values(fixture.Gpu, "b"));
    }

    /// <summary>So that a learner may fill them otherwise than by the mean of all that is learned from.</summary>
    [Fact]
    public void WhichNumbersWereMissingCanBeTold()
    {
        CsvSource source = new(Write("a,b,c\n1,x,?\n?,y,4\n5,y,6\n,x,8\n9,y,9\n"))
        {
            Fill = MissingFill.Mean, TellsMissing = true, OneHot = false, Split = InTime,
        };
        Assert.Equal(["features Float32 [2]", "b Int32 []", "missing Float32 [2]"], source.Fields.Select(Text));
        (Dataset train, Dataset test) = source.Load(fixture.Gpu);
        Assert.Equal([0, 1, 1, 0, 0, 0], train.Values(fixture.Gpu, "missing"));
        Assert.Equal([1, 0, 0, 0], test.Values(fixture.Gpu, "missing"));
        IReadOnlyList<Feature> features = ((Meaning.Quantity)test.Fields[0].Meaning).Features;
        Assert.Equal(["a", "c"], features.Select(feature => feature.Name));
        Assert.Equal([(3, 0.5f), (5, 1)], features.Select(feature => (feature.Mean, feature.Scale)));
        Assert.Equal(9, features[0].Measured(test.Values(fixture.Gpu, "features")[2]));
    }

    /// <summary>Where it is asked for, for elsewhere such columns do no harm.</summary>
    [Fact]
    public void WhatTellsNothingIsRefusedWithItsPlace()
    {
        string constant = Write("a,b,y\n1,7,0\n2,7,1\n3,7,0\n4,8,1\n5,9,1\n"), alike = Write("a,y\n1,no\n2,no\n3,no\n");
        CsvSource Strict(string file) =>
            new(file) { Target = ["y"], TargetType = TargetType.Label, RefusesConstant = true, Split = InTime };
        Assert.Equal($"{constant}: line 2, column \"b\": every row to learn from that has a value has 7, which tells nothing; leave the "
            + "column out with leaveOut", Refusal(Strict(constant)));
        Assert.Equal($"{alike}: line 2, column \"y\": every row has \"no\", so there is nothing to tell apart; a label takes two classes "
            + "or more", Refusal(Strict(alike)));
        Assert.Equal(3, Load(new CsvSource(constant) { Target = ["y"], Split = InTime }).Train.Count);
    }

    /// <summary>Also one of one class, or of numbers beyond those of classes, if it is said that it is a label.</summary>
    [Fact]
    public void TheLastColumnCanBeALabelWhateverItHolds()
    {
        string Whole(string last) => Write($"x,y\n{string.Join('\n', last.Split(' ').Select((y, i) => $"{i},{y}"))}\n");
        IReadOnlyList<string> Classes(string last) =>
            new CsvSource(Whole(last)) { TargetIsLast = true, TargetType = TargetType.Label }.ClassNames;
        Assert.Equal(["0", "1", "4"], Classes("4 0 1 0"));
        Assert.Equal(["7"], Classes("7 7 7"));
        Assert.Equal(["-1", "1"], Classes("1 -1 1"));
        Assert.Equal(["no", "yes"], Classes("yes no"));
    }

    [Fact]
    public void RowsThatLackAValueCanBeLeftOutOrAreRefused()
    {
        string file = Write("a,b\n1,1\nNA,2\n3,3\n4,0\n5,5\n6,6\n");
        (Dataset train, Dataset test) = Load(new CsvSource(file)
            { Fill = MissingFill.Drop, ZeroIsMissing = ["b"], Standardizes = false, Split = new Split(0.25, Shuffles: false) });
        Assert.Equal([1, 1, 3, 3, 5, 5], train.Values(fixture.Gpu, "features"));
        Assert.Equal([6, 6], test.Values(fixture.Gpu, "features"));
        Assert.Equal($"{file}: line 3, column \"a\": the value is missing; use fill: \"drop\" to leave such rows out, "
            + "fill: \"mean\" to put in the mean, or leaveOut for the column", Refusal(new CsvSource(file)));
        Assert.StartsWith($"{file}: line 3, column \"a\": the value is missing",
            Refusal(new CsvSource(file) { Target = ["a"], Fill = MissingFill.Mean })); // what is to be learned is not made up
        Assert.StartsWith($"{file}: line 2, column \"a\": the value is missing", Refusal(new CsvSource(file) { Missing = ["1", "NA"] }));
    }

    [Fact]
    public void WithoutAHeadingColumnsHaveNumbers()
    {
        CsvSource source = new(Write("1;2,5\n3;4,5\n".Replace(',', '.'))) { Target = ["2"] };
        Assert.Equal(["1"], source.FeatureNames);
        Assert.Equal(["a", "b"], new CsvSource(Write("a\tb\n1\t2\n")).FeatureNames); // the separator is told, too
        Assert.Equal(["1 a", "1 x", "2 b", "2 y"], new CsvSource(Write("a,b\nx,y\n")) { HasHeading = false }.FeatureNames);
        Assert.Equal(["a,b"], new CsvSource(Write("\"a,b\"|c\n1|2\n")) { Separator = '|', LeaveOut = ["c"] }.FeatureNames);
    }

    [Fact]
    public void ATestMayLieInAFileOfItsOwn()
    {
        string train = Write("a,b\n1,x\n2,y\n"), test = Write("a,b\n4,z\n");
        CsvSource source = new(train) { TestFile = test, Target = ["b"], Standardizes = false };
        Splits splits = source.Load(fixture.Gpu);
        Assert.Equal((2, 1), (splits.Train.Count, splits.Test.Count));
        Assert.Equal(["x", "y", "z"], source.ClassNames);
        Assert.Equal([2], splits.Test.Values(fixture.Gpu, "label"));
        string other = Write("a,c\n4,z\n");
        Assert.Equal($"{other}: has columns a, c, where {train} has a, b; both need the same",
            Refusal(new CsvSource(train) { TestFile = other }));
        string torn = Write("a,b\n?,z\n");
        Assert.StartsWith($"{torn}: line 2, column \"a\": the value is missing", Refusal(new CsvSource(train) { TestFile = torn }));
    }

    [Fact]
    public void WhatIsKeptBackDecidesNoMean()
    {
        CsvSource source = new(Write("a\n1\n3\n50\n70\n")) { Validation = 1 / 3.0, Split = new Split(0.25, Shuffles: false) };
        Splits splits = source.Load(fixture.Gpu);
        Assert.Equal([-1, 1], splits.Train.Values(fixture.Gpu, "features"));
        Assert.Equal([48], splits.Validation!.Values(fixture.Gpu, "features"));
        Assert.Equal([68], splits.Test.Values(fixture.Gpu, "features"));
    }

    [Fact]
    public void FoldsHoldEachRowOnce()
    {
        string file = Write("x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{(i < 20 ? "no" : "yes")}\n")));
        Dataset[] tests = [.. Enumerable.Range(1, 5).Select(fold => Load(new CsvSource(file)
            { Target = ["y"], Standardizes = false, Split = new Split(Folds: 5, Fold: fold) }).Test)];
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (float)i), tests.SelectMany(test => test.Values(fixture.Gpu, "features")).Order());
        Assert.All(tests, test => Assert.Equal([0, 0, 0, 0, 1, 1], test.Values(fixture.Gpu, "label").Order()));
    }

    [Fact]
    public void WhatIsNoUtf8IsRefused()
    {
        string file = Write("a,b\n1,x\n");
        File.WriteAllBytes(file, [.. "a,b\n1,K"u8, 0xf6, .. "ln\n"u8]); // Latin-1
        Assert.Equal($"{file}: is no text of UTF-8; save it as that", Refusal(new CsvSource(file)));
    }

    [Theory]
    [InlineData("a,b\n1,2\n\"1.234,5\",3\n", "line 3, column \"a\": \"1.234,5\" is a number of another country's form, or none at all; "
        + "write 1234.5, or name the column in categories: [\"a\"] if it holds words, or in leaveOut")]
    [InlineData("a;b\n1;2,5e-3\n", "line 2, column \"b\": \"2,5e-3\" is a number of another country's form")]
    [InlineData("a,b\n1,2\n3,\"4\n", "has a quote that is not closed: the file is torn, or a quote within a cell is not doubled")]
    [InlineData("a;b\n1;0,5\n", "line 2, column \"b\": \"0,5\" is a number of another country's form")]
    [InlineData("a,b\n1,2\nfew,3\n", "line 3, column \"a\": \"few\" is no number, as those before it are; use missing: [\"few\"] "
        + "if it says that there is none, or categories: [\"a\"] if these are words")]
    [InlineData("a,b\n1,2\n3\n", "line 3 has 1 cells, where 2 are right, one a column")]
    [InlineData("1,\"1.234,5\"\n", "line 1, column \"2\": \"1.234,5\" is a number of another country's form")]
    [InlineData("\na,b\n\"x\ny\",1\nz,few\n", "line 5, column \"b\": \"few\" is no number")]
    [InlineData("a,a\n1,2\n", "line 1: two columns are called \"a\"")]
    [InlineData("a,b\n", "holds no rows")]
    [InlineData("", "holds no rows")]
    [InlineData("a,b\n1,\n2,\n", "column \"b\" has no value in any row to learn from")]
    [InlineData("a,b\n1,Infinity\n2,3\n", "line 2, column \"b\": \"Infinity\" is no finite number")]
    public void BadTablesAreTold(string text, string message)
    {
        string file = Write(text);
        Assert.StartsWith($"{file}: {message}", Refusal(new CsvSource(file) { Fill = MissingFill.Mean, Split = new Split(0.5) }));
    }

    [Fact]
    public void NamesThatAreNotThereAreTold()
    {
        string file = Write(Flats);
        Assert.Equal($"{file}: there is no column \"prize\". Did you mean \"price\"? It has: rooms, city, price, note",
            Refusal(new CsvSource(file) { Target = ["prize"] }));
        Assert.StartsWith($"{file}: there is no column \"9\".", Refusal(new CsvSource(file) { LeaveOut = ["9"] }));
        Assert.Contains("leaves no column for a model to learn from", Refusal(new CsvSource(file) { Columns = [], Target = ["price"] }));
        string many = Write("w,x\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"w{i},1\n")));
        Assert.Contains("column \"w\" has 300 different words, such as \"w0\", at most 256 are taken; leave it out with leaveOut: [\"w\"]",
            Refusal(new CsvSource(many)));
        Assert.Contains("there is no such file", Refusal(new CsvSource(Path.Combine(folder, "no.csv"))));
    }

    [Fact]
    public void ScenesSayIt()
    {
        string file = Write("5,x,0,1\n6,y,2,0\n7,x,3,1\n8,y,4,1\n9,y,5,0\n");
        string json = $$"""
            { "type": "Csv", "file": {{System.Text.Json.JsonSerializer.Serialize(file)}}, "target": 4, "targetType": "label",
              "zeroIsMissing": [3], "fill": "mean", "isMissing": true, "heading": false, "separator": ",", "standardize": false,
              "folds": 5, "fold": 1, "seed": 2, "leaveOut": 1, "validation": 0.25 }
            """;
        CsvSource source = Assert.IsType<CsvSource>(DataSource.Read(Settings.Parse("test", System.Text.Encoding.UTF8.GetBytes(json))));
        Assert.Equal(["2 x", "2 y", "3", "3 is missing"], source.FeatureNames);
        Assert.Equal(["0", "1"], source.ClassNames);
        Splits splits = source.Load(fixture.Gpu);
        Assert.Equal((3, 1, 1), (splits.Train.Count, splits.Test.Count, splits.Validation!.Count));
    }

    [Fact]
    public void ATableAloneLearnsItsLastColumn()
    {
        string Whole(string last) => Write($"x,y\n{string.Join('\n', last.Split(' ').Select((y, i) => $"{i},{y}"))}\n");
        string[] Learned(string last) => [.. DataDirectory.Open(Whole(last), [1]).Fields.Skip(1).Select(Text)];
        Assert.Equal(["label Int32 []"], Learned("0 1 1 0 2"));
        Assert.Equal(["label Int32 []"], Learned("no yes no"));
        Assert.Equal(["target Float32 [1]"], Learned("0 0.5 1"));
        Assert.Equal(["target Float32 [1]"], Learned("21 35 60"));
    }

    [Fact]
    public void OfAUsersOwnTheSameColumnsAreTaken()
    {
        string file = Write("a,b,c\n1,2,x\n3,4,y\n5,6,x\n"), own = Write("a,b,c\n7,8,z\n1,1,x\n9,9,x\n1,2,z\n3,3,z\n");
        CsvSource source = new(file) { Target = ["c"], LeaveOut = ["a"], TestFile = file, Validation = 0.25 };
        CsvSource there = Assert.IsType<CsvSource>(source.At(own));
        Assert.Equal((own, null, 0.25), (there.File, there.TestFile, there.Validation));
        Assert.Equal(["b"], there.FeatureNames);
        Assert.Equal(["x", "z"], there.ClassNames);
        Assert.Equal((3, 1, 1), Load(there) is var splits ? (splits.Train.Count, splits.Test.Count, splits.Validation!.Count) : default);
        Assert.Equal(["x", "y"], source.ClassNames);

        string elsewhere = TempFolder.New(), moved = Path.Combine(elsewhere, Path.GetFileName(file));
        File.Copy(file, moved);
        there = Assert.IsType<CsvSource>(source.At(elsewhere));
        Assert.Equal((moved, moved), (there.File, there.TestFile));
    }

    [Fact]
    public void AHundredThousandRowsTakeAboutASecond()
    {
        string file = Write("a,b,c,d,e,f,g,h,i,y\n" + string.Concat(Enumerable.Range(0, 100_000)
            .Select(i => FormattableString.Invariant($"{i},{i * 0.37:F3},{i % 7},{-i},1e-3,{i * 1.5},2,3.25,{i % 2},{"xz"[i % 2]}\n"))));
        System.Diagnostics.Stopwatch time = System.Diagnostics.Stopwatch.StartNew();
        (Dataset train, _) = Load(new CsvSource(file) { Target = ["y"] });
        Assert.Equal(80_000, train.Count);
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 20); // one on a quiet machine
        TestContext.Current.SendDiagnosticMessage($"{time.Elapsed.TotalSeconds} s");
    }

    [Fact]
    public void PatientsOfPima()
    {
        CsvSource source = new(SharedData.Find("health/pima-indians-diabetes.csv"))
        {
            Target = ["9"], TargetType = TargetType.Label, ZeroIsMissing = ["2", "3", "4", "5", "6"], Fill = MissingFill.Mean,
            Split = new Split(Folds: 10, Fold: 3),
        };
        (Dataset train, Dataset test) = Load(source);
        Assert.Equal(768, train.Count + test.Count);
        Assert.InRange(test.Count, 76, 77);
        Assert.InRange(test.Values(fixture.Gpu, "label").Sum(), 26, 27);
        float[] features = train.Values(fixture.Gpu, "features");
        Assert.InRange(features.Where((_, i) => i % 8 == 1).Average(), -1e-4, 1e-4);
    }

    [Fact]
    public void HeartsOfCleveland()
    {
        CsvSource source = new(SharedData.Find("health/processed.cleveland.data"))
        {
            Target = ["14"], TargetType = TargetType.Label, Categories = ["3", "7", "11", "13"], Fill = MissingFill.Drop,
        };
        (Dataset train, Dataset test) = Load(source);
        Assert.Equal(297, train.Count + test.Count);
        Assert.Equal(5, source.Classes);
        Assert.Equal(9 + 4 + 3 + 3 + 3, source.FeatureNames.Count);
    }

    [Fact]
    public void OilTemperaturesInTime()
    {
        CsvSource source = new(SharedData.Find("timeseries/ETTh1.csv"))
            { Target = ["OT"], LeaveOut = ["date"], Split = new Split(Shuffles: false) };
        Assert.Equal(["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL"], source.FeatureNames);
        Assert.Equal(30.531f, Load(source).Train.Values(fixture.Gpu, "target")[0], 1e-4f);
        CsvSource whole = new(source.File) { Target = ["OT"] };
        Assert.Contains("column \"date\" has 17420 different words, such as \"2016-07-01 00:00:00\"", Refusal(whole));
    }

    static Split InTime => new(0.4, Shuffles: false);

    Splits Load(CsvSource source) => source.Load(fixture.Gpu);

    string Refusal(CsvSource source) => Assert.Throws<DataException>(() => Load(source)).Message;

    static string[] Fields(CsvSource source) => [.. source.Fields.Select(Text)];

    static string Text(Field field) => $"{field.Name} {field.Type} {field.Shape}";

    static void AssertNear(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    string Write(string text)
    {
        string file = Path.Combine(folder, $"{Directory.GetFiles(folder).Length}.csv");
        File.WriteAllText(file, text.ReplaceLineEndings("\n"));
        return file;
    }
}
