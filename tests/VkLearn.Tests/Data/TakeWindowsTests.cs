using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class TakeWindowsTests(GpuFixture fixture) : OpTests(fixture)
{
    const int Items = 157;

    public static TheoryData<WindowOrder, int, int, int, int, int> Cases =>
    [
        .. from order in Enum.GetValues<WindowOrder>()
           from sizes in (ReadOnlyMemory<int>[])[new[] { 1, 1, 1, 1, 1 }, new[] { 7, 7, 1, 7, 1 }, new[] { 33, 5, 33, 2, 3 },
               new[] { 65, 65, 1, 65, 33 }]
           select new TheoryDataRow<WindowOrder, int, int, int, int, int>(
               order, sizes.Span[0], sizes.Span[1], sizes.Span[2], sizes.Span[3], sizes.Span[4]),
    ];

    /// <summary>Numbers and whole numbers, at any position of any epoch, from the second window of a step on.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void AgreesAtAnyPosition(WindowOrder order, int length, int target, int ahead, int stride, int each)
    {
        const uint seed = 11;
        StreamWindows windows = new(length, target, ahead, stride);
        int size = Math.Min(5, windows.CountOf(Items));
        foreach (bool isWhole in (bool[])[false, true])
        {
            TakeWindows op = new(size, [each], windows, order, Stream: 5, Offset: 1);
            double[] values = [.. Enumerable.Range(0, Items * each).Select(i => (double)(i * 7 % 1001 - 9))];
            Counter position = Gpu.NewCounter("position"), epoch = Gpu.NewCounter("epoch");
            Gpu.Seed(seed);
            using Recording recording = Gpu.Record(() => op.Apply(isWhole
                ? Tensor.From(Array.ConvertAll(values, value => (int)value), [Items, each])
                : Tensor.From(Array.ConvertAll(values, value => (float)value), [Items, each]), position, epoch));
            TensorType type = new([Items, each], isWhole ? DType.Int32 : DType.Float32);
            foreach ((uint at, uint turn) in (ReadOnlySpan<(uint, uint)>)[(0, 0), ((uint)(windows.CountOf(Items) - size), 3)])
            {
                position.Write(at);
                epoch.Write(turn);
                recording.Replay();
                double[][] expected = op.Evaluated([values, [at], [turn]], [type], [], new Clock(seed, 0))!;
                Assert.Equal(expected[0], recording.Results[0].ToArray().Select(x => (double)x));
                Assert.Equal(expected[1], recording.Results[1].ToArray().Select(x => (double)x));
            }
        }

        Gpu.Memory.CheckGuards();
    }

    static Dataset Stream(int items, StreamWindows windows, string name = "stream") => Dataset.Of(name,
        new Column("tokens", [.. Enumerable.Range(0, items)], [], new Meaning.Quantity()), "next", windows);

    [Fact]
    public void RandomWindowsBeginAnywhereAndNowhereTwice()
    {
        using Dataset data = Stream(100, StreamWindows.OfNext(4));
        using Recording step = Gpu.Record(() => [data.NextBatch(6)["tokens"], data.NextBatch(6)["next"]]);
        Assert.Equal(24, data.Count);
        HashSet<float>[] epochs = [.. Enumerable.Range(0, 3).Select(_ => Epoch())];
        Assert.All(epochs, begins => Assert.Equal(24, begins.Count));
        Assert.Contains(epochs[0], begin => begin % 4 != 0);
        Assert.True(epochs.SelectMany(begins => begins).Distinct().Count() > 40); // of 96

        HashSet<float> Epoch()
        {
            HashSet<float> begins = [];
            for (int i = 0; i < 2; i++)
            {
                step.Replay();
                float[][] seen = [.. step.Results[0].ToArray().Chunk(4)], next = [.. step.Results[1].ToArray().Chunk(4)];
                Assert.All(seen.Concat(next), window => Assert.Equal([window[0], window[0] + 1, window[0] + 2, window[0] + 3], window));
                begins.UnionWith(seen.Select(window => window[0]).Concat(next.Select(window => window[0] - 1)));
            }

            return begins;
        }
    }

    [Fact]
    public void CarriedRowsGoOnWhereTheyEnded()
    {
        using Dataset data = Stream(100, StreamWindows.OfNext(4, areCarried: true));
        using Recording step = Gpu.Record(() =>
        {
            Batch batch = data.NextBatch(5);
            return [batch["tokens"], batch["next"], batch.Follows!];
        });
        foreach (int turn in (int[])[0, 1, 2, 3, 0, 1]) // 24 windows in 5 rows: 4 each
        {
            step.Replay();
            float[] expected = [.. from row in Enumerable.Range(0, 5) from i in Enumerable.Range(0, 4) select 16f * row + 4 * turn + i];
            Assert.Equal(expected, step.Results[0].ToArray());
            Assert.Equal(expected.Select(token => token + 1), step.Results[1].ToArray());
            Assert.Equal(turn == 0 ? 0 : 1, step.Results[2].ToArray()[0]);
        }
    }

    [Fact]
    public void EvaluationGoesThroughWindowsInOrderAndFillsTheLastBatch()
    {
        using Dataset data = Stream(14, StreamWindows.OfNext(4));
        using Recording test = Gpu.Record(() =>
        {
            Batch batch = data.NextBatch(2);
            return [batch["tokens"], batch["next"], batch.Mask];
        }, training: false);
        test.Replay();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], test.Results[0].ToArray());
        test.Replay();
        Assert.Equal([8, 9, 10, 11, 0, 0, 0, 0], test.Results[0].ToArray());
        Assert.Equal([9, 10, 11, 12, -1, -1, -1, -1], test.Results[1].ToArray());
        Assert.Equal([1, 0], test.Results[2].ToArray());
    }

    [Fact]
    public void AStreamShorterThanAWindowIsRefused()
    {
        Assert.Contains("at least the 5 items of a window and its target is needed, received 4 of Int32",
            Assert.Throws<ArgumentException>(() => Stream(4, StreamWindows.OfNext(4))).Message);
        using Dataset data = Stream(9, StreamWindows.OfNext(4));
        Assert.StartsWith("stream: a batch must have from 1 to 2 items",
            Assert.Throws<ArgumentException>(() => Gpu.Record(() => data.NextBatch(3)["tokens"])).Message);
    }
}
