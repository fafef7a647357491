using System.Globalization;
using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class SeriesSourceTests(GpuFixture fixture)
{
    static readonly SeriesWindows small = new(Past: 3, Ahead: 2, Train: 10, Test: 6);

    readonly string folder = TempFolder.New();

    string Write(params IEnumerable<string> lines)
    {
        string path = Path.Combine(folder, $"{Guid.NewGuid()}.csv");
        File.WriteAllLines(path, lines);
        return path;
    }

    /// <summary>Column a is 0, 1, 2 .., column b its square.</summary>
    string Squares(int steps = 20, Func<int, string, string>? change = null) => Write(["date,a,b", .. Enumerable.Range(0, steps).Select(
        step => string.Create(CultureInfo.InvariantCulture, $"2020-01-{step + 1:00} 00:00,{step},{step * step}") is var line
            ? change?.Invoke(step, line) ?? line : "")]);

    string Refusal(DataSource source) => Assert.Throws<DataException>(() => source.Load(fixture.Gpu)).Message;

    string Refusal(string path) => Refusal(new SeriesSource(path, small) { Validation = 4 });

    [Fact]
    public void WindowsStayWithinTheirParts()
    {
        Splits splits = new SeriesSource(Squares(), small) { Validation = 4 }.Load(fixture.Gpu);
        Assert.Equal((6, 3, 5), (splits.Train.Count, splits.Validation!.Count, splits.Test.Count));
        Assert.Equal([0, 1, 2], Steps(splits.Train, "past")[..3]);
        Assert.Equal([8, 9], Steps(splits.Train, "ahead")[^2..]);
        Assert.Equal([7, 8, 9], Steps(splits.Validation, "past")[..3]);
        Assert.Equal([12, 13], Steps(splits.Validation, "ahead")[^2..]);
        Assert.Equal([11, 12, 13], Steps(splits.Test, "past")[..3]);
        Assert.Equal([14, 15, 15, 16, 16, 17, 17, 18, 18, 19], Steps(splits.Test, "ahead"));
    }

    /// <summary>Of column a, which tells the step.</summary>
    int[] Steps(Dataset set, string column)
    {
        Feature a = ((Meaning.Quantity)set[column].Meaning).Features[0];
        return [.. set.Values(fixture.Gpu, column).Where((_, i) => i % 2 == 0).Select(value => (int)MathF.Round(a.Measured(value)))];
    }

    [Fact]
    public void EachColumnIsScaledByThePartToLearnFrom()
    {
        SeriesSource source = new(Squares(), small) { Validation = 4 };
        float[] values = source.Load(fixture.Gpu).Train.Read("past");
        Assert.Equal(["a", "b"], ((Meaning.Quantity)source.Fields[0].Meaning).Features.Select(column => column.Name));
        for (int column = 0; column < 2; column++)
        {
            double[] one = [.. values.Where((_, i) => i % 2 == column).Select(value => (double)value)];
            Assert.Equal((10, 0.0, 1.0), (one.Length, Math.Round(one.Average(), 5), Math.Round(one.Average(value => value * value), 5)));
        }
    }

    [Fact]
    public void PartsMayBeShares()
    {
        Splits splits = new SeriesSource(Squares(), new(3, 2, Train: 0.5, Test: 0.25)) { Validation = 0.2 }.Load(fixture.Gpu);
        Assert.Equal((6, 3, 4), (splits.Train.Count, splits.Validation!.Count, splits.Test.Count));
    }

    [Fact]
    public void DatesNeedNotBeThereAndColumnsMayBeChosen()
    {
        IEnumerable<string> lines = Enumerable.Range(0, 20).Select(step => $"{step};{step % 3};7");
        SeriesSource source = new(Write(lines), small) { Columns = ["1", "2"] };
        Assert.Equal("[3, 2]", $"{source.Fields[0].Shape}");
        Assert.Equal(6, source.Load(fixture.Gpu).Train.Count);
        Assert.Equal("[3, 1]", $"{new SeriesSource(Write(lines), small) { LeaveOut = ["2", "3"] }.Fields[0].Shape}");
    }

    [Fact]
    public void WhatIsNoNumberIsRefusedWithItsPlace()
    {
        Assert.Contains("line 6, column \"b\": there is no number, but a series has one at each step",
            Refusal(Squares(change: (step, line) => step == 4 ? "2020-01-05 00:00,4,NaN" : line)));
        Assert.Contains("line 6, column \"a\": there is no number",
            Refusal(Squares(change: (step, line) => step == 4 ? "2020-01-05 00:00,,16" : line)));
        Assert.Contains("line 6, column \"b\": \"many\" is no number, as those before it are",
            Refusal(Squares(change: (step, line) => step == 4 ? "2020-01-05 00:00,4,many" : line)));
        Assert.Contains("line 2, column \"c\": \"x\" is no number, but a series has one at each step; use leaveOut: [\"c\"]",
            Refusal(Write(["a,c", .. Enumerable.Range(0, 20).Select(step => $"{step},x")])));
        Assert.Contains("has no column of numbers", Refusal(Write(["a", .. Enumerable.Range(0, 20).Select(_ => "x")])));
        Assert.Contains("there is no column \"d\". It has: date, a, b",
            Refusal(new SeriesSource(Squares(), small) { LeaveOut = ["d"] }));
    }

    [Fact]
    public void WhatDoesNotChangeIsRefused() => Assert.Contains(
        "column \"b\" is 1 at all 10 steps to learn from, so there is nothing to scale it by; use leaveOut: [\"b\"]",
        Refusal(Squares(change: (step, line) => step < 10 ? $"2020-01-{step + 1:00},{step},1" : line)));

    [Fact]
    public void ASeriesThatIsTooShortIsRefused()
    {
        Assert.Contains("has 19 steps, fewer than the 10 to learn from, 4 to validate by and 6 for the test", Refusal(Squares(19)));
        Assert.Contains("is too short: its part for train has 4 steps, a window of 3 and 2 ahead needs 5 there",
            Refusal(new SeriesSource(Squares(), small with { Train = 4 })));
        Assert.Contains("its part for test has 1 steps, a window of 3 and 2 ahead needs 2 there",
            Refusal(new SeriesSource(Squares(), small with { Test = 1 })));
        Assert.Contains("its part for validation has 1 steps", Refusal(new SeriesSource(Squares(), small) { Validation = 1 }));
    }

    [Fact]
    public void AnotherSeriesIsScaledAsTheOneThatWasLearned()
    {
        string? prepared = new SeriesSource(Squares(), small).Load(fixture.Gpu).Preparation;
        string later = Squares(change: (step, _) => $"2020-01-{step + 1:00},{100 + step},{step}");
        SeriesSource other = new(later, small) { PreparedBy = prepared };
        Assert.Equal(4.5f, ((Meaning.Quantity)other.Fields[0].Meaning).Features[0].Mean);
        Assert.Equal(107, Steps(other.Load(fixture.Gpu).Test, "past")[0]);
        Assert.Contains("has the series a, but a, b were learned",
            Refusal(new SeriesSource(Squares(), small) { LeaveOut = ["b"], PreparedBy = prepared }));
    }

    [Fact]
    public void AUsersTableTakesTheDrawnSeriesPlace()
    {
        DataSource source = DataSource.Read(Settings.Parse("scene.json",
            """{"type": "DrawnSeries", "steps": 40, "past": 3, "ahead": 2, "train": 10, "validation": 4, "test": 6}"""u8));
        Splits splits = source.At(Squares()).Load(fixture.Gpu);
        Assert.Equal((6, 3, 5), (splits.Train.Count, splits.Validation!.Count, splits.Test.Count));
    }

    /// <summary>The usual parts of ETTh1, whose test has windows that begin within the validation.</summary>
    [Fact]
    public void PartsOfEtt()
    {
        Splits splits = new SeriesSource(SharedData.Find("timeseries/ETTh1.csv"), new(336, 96, 8640, 2880)) { Validation = 2880 }
            .Load(fixture.Gpu);
        Assert.Equal((8209, 2785, 2785), (splits.Train.Count, splits.Validation!.Count, splits.Test.Count));
        Assert.Equal(["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"],
            ((Meaning.Quantity)splits.Test.Fields[0].Meaning).Features.Select(column => column.Name));
    }
}
