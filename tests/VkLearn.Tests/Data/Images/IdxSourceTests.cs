using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Tests.Compile;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class IdxSourceTests(PlainGpu gpu)
{
    readonly string folder = TempFolder.New();

    [Fact]
    public void ImagesAreReadWithTheirLabels()
    {
        IdxSource source = new(Write("images", [5, 2, 3], i => i), Write("labels", [5], i => 4 - i)) { Split = new(Test: 0.4) };
        Splits data = source.Load(gpu.Gpu);
        Assert.Equal([Shape.Of([1, 2, 3]), Shape.Of([])], source.Fields.Select(field => field.Shape));
        Assert.Equal(5, Assert.IsType<Meaning.Label>(source.Fields[1].Meaning).Names.Count);
        Assert.Equal((3, 2), (data.Train.Count, data.Test.Count));
    }

    /// <summary>Two pixels each way become one, their mean; a pixel's colours lie side by side in the file, in the item channel by channel.
    /// </summary>
    [Fact]
    public void ImagesAreBroughtToASize()
    {
        string colours = Write("colours", [2, 2, 2, 3], i => 40 * (i / 12) + 10 * (i % 3));
        Splits data = new IdxSource(colours) { Size = Shape.Of([1, 1]), Split = new(Test: 0.5) }.Load(gpu.Gpu);
        Assert.Equal([3, 1, 1], Assert.Single(data.Train.Fields).Shape.Sizes.ToArray());
        using Recording recording = gpu.Gpu.Record(() =>
            data.Train.NextBatch(1).Input.Sum() + data.Test.NextBatch(1).Input.Sum(), training: false);
        recording.Replay();
        Assert.Equal((30 + 150) / 255f, recording.Result.ToArray()[0], 1e-5f);
    }

    [Fact]
    public void WhatIsNoneIsRefused()
    {
        Assert.Contains("axes [4] are not those of images", Refusal(new IdxSource(Write("row", [4], i => i))));
        Assert.Contains("[4, 2, 2, 2] are not", Refusal(new IdxSource(Write("two", [4, 2, 2, 2], i => i))));
        Assert.Contains("axes [3], but 4 images need as many labels: [4]",
            Refusal(new IdxSource(Write("four", [4, 2, 2], i => i), Write("three", [3], i => i))));
        Assert.IsType<IdxSource>(Catalog<DataSource>.Read(Settings.Parse("scene.json",
            """{ "type": "Idx", "images": "faces", "size": 28 }"""u8.ToArray())));
    }

    static string Refusal(IdxSource source) => Assert.Throws<DataException>(() => source.Fields).Message;

    string Write(string name, int[] sizes, Func<int, int> value)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path,
        [
            0, 0, 8, (byte)sizes.Length, .. sizes.SelectMany(size => new byte[] { 0, 0, 0, (byte)size }),
            .. Enumerable.Range(0, sizes.Aggregate((a, b) => a * b)).Select(i => (byte)value(i)),
        ]);
        return path;
    }
}
