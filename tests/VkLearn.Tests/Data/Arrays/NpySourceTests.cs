using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class NpySourceTests(GpuFixture fixture)
{
    readonly string folder = TempFolder.New();

    [Fact]
    public void WholeNumbersAreLabelsAndOthersNumbers()
    {
        string input = Floats("x", "(4, 2)", 1, 2, 3, 4, 5, 6, 7, 8);
        NpySource labelled = new(input, Write("y", "<i8", "(4,)", NpyWriter.Bytes(0L, 1, 2, 1))) { Split = InTime };
        Assert.Equal(["features Float32 [2]", "label Int32 []"], Fields(labelled));
        Assert.Equal(["0", "1", "2"], labelled.ClassNames);
        Splits splits = labelled.Load(fixture.Gpu);
        Assert.Equal([1, 2, 3, 4], splits.Train.Values(fixture.Gpu, "features"));
        Assert.Equal([2, 1], splits.Test.Values(fixture.Gpu, "label"));

        NpySource numbers = new(input, Floats("z", "(4,)", 0.5f, 1, 2, 3)) { Split = InTime };
        Assert.Equal(["features Float32 [2]", "target Float32 [1]"], Fields(numbers));
        Assert.Equal([2, 3], numbers.Load(fixture.Gpu).Test.Values(fixture.Gpu, "target"));
        Assert.Equal(["features Float32 [2]"], Fields(new NpySource(input)));
        Assert.Equal(["features Float32 [2]", "target Float32 [2]"],
            Fields(new NpySource(input, Write("w", "<i4", "(4, 2)", NpyWriter.Bytes(1, 2, 3, 4, 5, 6, 7, 8)))));
    }

    [Fact]
    public void BytesOfTwoOrThreeAxesAreImages()
    {
        NpySource grey = new(Write("g", "|u1", "(2, 1, 3)", [0, 255, 0, 255, 0, 0])) { Split = new Split(0.5, Shuffles: false) };
        Assert.Equal(["image UInt8 [1, 1, 3]"], Fields(grey));
        Assert.Equal([0, 1, 0], grey.Load(fixture.Gpu).Train.Values(fixture.Gpu, "image"));
        string last = Write("c", "|u1", "(2, 2, 1, 3)", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        Assert.Contains("as images are whose channels are last; use channelsLast: true", Refusal(new NpySource(last)));
        NpySource turned = new(last) { ChannelsLast = true, Split = new Split(0.5, Shuffles: false) };
        Assert.Equal(["image UInt8 [3, 2, 1]"], Fields(turned));
        Assert.Equal([1, 4, 2, 5, 3, 6],
            turned.Load(fixture.Gpu).Train.Values(fixture.Gpu, "image").Select(value => (int)MathF.Round(value * 255)));
        Assert.Equal(["image UInt8 [1, 2, 3]"], Fields(new NpySource(last) { Reshaped = [1, 2, 3] }));
    }

    [Fact]
    public void ATestMayLieApart()
    {
        NpySource source = new(Floats("x", "(2, 1)", 1, 2), Write("y", "|u1", "(2,)", [0, 1]))
        {
            TestInput = Floats("xt", "(1, 1)", 3), TestTarget = Write("yt", "|u1", "(1,)", [2]), Labels = ["a", "b", "c"],
        };
        Splits splits = source.Load(fixture.Gpu);
        Assert.Equal((2, 1), (splits.Train.Count, splits.Test.Count));
        Assert.Equal([2], splits.Test.Values(fixture.Gpu, "label"));
        Assert.Equal(["a", "b", "c"], source.ClassNames);
    }

    [Fact]
    public void WhatDoesNotFitIsTold()
    {
        string input = Floats("x", "(3, 1)", 1, 2, 3), two = Floats("two", "(2, 2)", 1, 2, 3, 4), half = Floats("h", "(3,)", 0, 0.5f, 1);
        Assert.StartsWith($"{two}: is an array of [2, 2], but there are 3 items", Refusal(new NpySource(input, two)));
        Assert.StartsWith($"{two}: its items are [2], those of {input} [1]", Refusal(new NpySource(input) { TestInput = two }));
        Assert.StartsWith($"{half}: holds 0.5, which is no label", Refusal(new NpySource(input, half) { TargetType = TargetType.Label }));
        Assert.StartsWith($"{input}: its items are [1], 1 values, which are not as many as item: [1, 2] has",
            Refusal(new NpySource(input) { Reshaped = [1, 2] }));
        string labels = Write("y", "<i4", "(3,)", NpyWriter.Bytes(0, 1, 2));
        Assert.StartsWith($"{labels}: has a label 2, but there are 2 classNames",
            Refusal(new NpySource(input, labels) { Labels = ["a", "b"] }));
        Assert.StartsWith($"{input}: has no testTarget beside it", Refusal(new NpySource(input, labels) { TestInput = input }));
    }

    [Fact]
    public void ScenesSayIt()
    {
        string input = Write("x", "<i2", "(10, 2)", NpyWriter.Bytes([.. Enumerable.Range(0, 20).Select(i => (short)i)])),
            target = Write("y", "|b1", "(10,)", [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
        string json = $$"""
            { "type": "Npy", "input": "{{input.Replace('\\', '/')}}", "target": "{{target.Replace('\\', '/')}}", "tokens": true,
              "classNames": ["no", "yes"], "test": 0.2, "seed": 3, "validation": 0.25 }
            """;
        DataSource source = DataSource.Read(Settings.Parse("test", System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.Equal(["tokens Int32 [2]", "label Int32 []"], Fields(source));
        Assert.Equal(20, ((Meaning.Tokens)source.Fields[0].Meaning).Vocabulary.Count);
        Splits splits = source.Load(fixture.Gpu);
        Assert.Equal((6, 2, 2), (splits.Train.Count, splits.Test.Count, splits.Validation!.Count));
        Assert.Equal([0, 1], splits.Test.Values(fixture.Gpu, "label").Order());
    }

    [Fact]
    public void TheSameFilesMayLieElsewhere()
    {
        NpySource source = new(Path.Combine("no", "x.npy")) { Reshaped = [1, 1, 2] };
        Floats("x", "(3, 2)", 1, 2, 3, 4, 5, 6);
        Assert.Equal(["image Float32 [1, 1, 2]"], Fields(source.At(folder)));
    }

    static Split InTime => new(0.5, Shuffles: false);

    string Floats(string name, string shape, params float[] values) => Write(name, "<f4", shape, NpyWriter.Bytes(values));

    string Write(string name, string type, string shape, byte[] elements) =>
        NpyWriter.Write(Path.Combine(folder, $"{name}.npy"), type, shape, elements);

    string Refusal(NpySource source) => Assert.Throws<DataException>(() => source.Load(fixture.Gpu)).Message;

    static string[] Fields(DataSource source) => [.. source.Fields.Select(field => $"{field.Name} {field.Type} {field.Shape}")];
}
