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
