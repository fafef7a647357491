using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class DataSourceTests(GpuFixture fixture)
{
    [Fact]
    public void AShareOfWhatThereIsToLearnFromIsKeptBack()
    {
        DataSource source = Read("""{"type": "DrawnDigits", "train": 100, "test": 20, "validation": 0.1}""");
        Splits splits = source.Load(fixture.Gpu);
        Assert.Equal((90, 20, 10), (splits.Train.Count, splits.Test.Count, splits.Validation!.Count));
        Assert.Equal(("train", "test", "validation"), (splits.Train.Name, splits.Test.Name, splits.Validation.Name));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), splits.Validation.Values(fixture.Gpu, "label").Order());

        Splits whole = Read("""{"type": "DrawnDigits", "train": 100, "test": 20}""").Load(fixture.Gpu);
        Assert.Null(whole.Validation);
        string[] Images(Dataset data) => [.. data.Values(fixture.Gpu, "image").Chunk(784).Select(image => string.Join(' ', image))];
        Assert.Equal(Images(whole.Train).Order(), Images(splits.Train).Concat(Images(splits.Validation)).Order());
    }

    [Fact]
    public void ATypeAloneWillDo()
    {
        DataSource source = Read("\"DrawnShapes\"");
        Assert.Equal(0, source.Validation);
        Assert.Equal((10, "circle", "[3, 32, 32]"), (source.Classes, source.ClassNames[0], $"{source.Item}"));
        Assert.Equal(["image", "label"], source.Fields.Select(field => field.Name));
    }

    [Fact]
    public void AllOfItCannotBeKeptBack() => Assert.Contains("\"validation\" must be a finite number from 0 to 0.95, received 1",
        Assert.Throws<SettingsException>(() => Read("""{"type": "DrawnDigits", "validation": 1}""")).Message);

    /// <summary>White as often as grey says, the same each time for the same seed, another for another, and apart for each set.</summary>
    [Fact]
    public void ImagesBecomeBlackAndWhiteOnce()
    {
        Splits Load(string binarized) =>
            Read($$"""{"type": "DrawnDigits", "train": 300, "test": 300{{binarized}}}""").Load(fixture.Gpu);
        float[] Images(Dataset data) => data.Values(fixture.Gpu, "image");
        const string once = """, "binarized": 1""";
        Splits grey = Load(""), first = Load(once), again = Load(once), other = Load(""", "binarized": 2""");
        Assert.All(Images(first.Train), pixel => Assert.True(pixel is 0 or 1));
        Assert.Equal(Images(first.Train), Images(again.Train));
        Assert.NotEqual(Images(first.Train), Images(other.Train));
        Assert.Equal(grey.Train.Values(fixture.Gpu, "label"), first.Train.Values(fixture.Gpu, "label"));
        (float Grey, float White)[] pixels = [.. Images(grey.Train).Zip(Images(first.Train))];
        foreach (double low in new[] { 0.1, 0.3, 0.5, 0.7 })
        {
            (float Grey, float White)[] some = [.. pixels.Where(pixel => pixel.Grey >= low && pixel.Grey < low + 0.2)];
            double mean = some.Average(pixel => pixel.Grey), error = 4 * 0.5 / Math.Sqrt(some.Length);
            Assert.InRange(some.Average(pixel => pixel.White), mean - error, mean + error);
        }
    }

    [Fact]
    public void WhatIsLoadedIsWhatWasSaid()
    {
        DataSource source = Read("""{"type": "DrawnShapes", "train": 20, "test": 10}""");
        Splits splits = source.Load(fixture.Gpu);
        Assert.Equal(source.Fields, splits.Train.Fields);
        Assert.Equal(source.Fields, splits.Test.Fields);
    }

    static DataSource Read(string json) => DataSource.Read(Settings.Parse("test", System.Text.Encoding.UTF8.GetBytes(json)));
}
