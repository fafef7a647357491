using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class TakeRowsTests(GpuFixture fixture) : OpTests(fixture)
{
    public static TheoryData<bool, bool, int, int, int> Cases =>
    [
        .. from bytes in (bool[])[false, true]
           from shuffled in (bool[])[false, true]
           from sizes in (ReadOnlyMemory<int>[])[new[] { 1, 1, 1 }, new[] { 33, 7, 5 }, new[] { 10, 4, 33 }, new[] { 100, 64, 1025 }]
           select new TheoryDataRow<bool, bool, int, int, int>(bytes, shuffled, sizes.Span[0], sizes.Span[1], sizes.Span[2]),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void AgreesAtAnyPosition(bool bytes, bool shuffled, int count, int size, int item)
    {
        const uint seed = 11;
        System.Random random = new(count);
        Array values = (bytes ? Input.Bytes([count, item]) : Input.Of([count, item])).Values(random);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 10)];
        TakeRows op = new(size, [item], shuffled, Stream: 5, Scale: 0.25f, Shift: -1, Beside: []);
        Counter position = Gpu.NewCounter("position"), epoch = Gpu.NewCounter("epoch");
        Gpu.Seed(seed);
        using Recording recording = Gpu.Record(() => op.Apply(
            bytes ? Tensor.From((byte[])values, [count, item]) : Tensor.From((float[])values, [count, item]),
            Tensor.From(labels, [count]), position, epoch));
        TensorType[] types = [new([count, item], bytes ? DType.UInt8 : DType.Float32), new([count], DType.Int32)];
        double[][] inputs = [[.. values.Cast<object>().Select(Convert.ToDouble)], [.. labels.Select(label => (double)label)], [0], [0]];
        foreach ((uint at, uint turn) in (ReadOnlySpan<(uint, uint)>)[(0, 0), ((uint)(count / 2), 1), ((uint)count - 1, 7)])
        {
            position.Write(at);
            epoch.Write(turn);
            recording.Replay();
            (inputs[2][0], inputs[3][0]) = (at, turn);
            double[][] expected = op.Evaluated(inputs, types, [], new Clock(seed, 0))!;
            double error = OpCheck.Error(recording.Results[0].ToArray(), expected[0], floor: 0.01);
            Assert.InRange(error, 0, 1e-7);
            OpTable.Add("Batch", forward: error);
            Assert.Equal(expected[1], recording.Results[1].ToArray().Select(x => (double)x));
        }

        Gpu.Memory.CheckGuards();
    }

    public static TheoryData<DType, DType?, bool, int, int> Forms =>
    [
        .. from first in (DType[])[DType.Float32, DType.UInt8, DType.Int32]
           from beside in (DType?[])[null, DType.Float32, DType.Int32]
           where first != DType.Int32 || beside is null
           from shuffled in (bool[])[false, true]
           from sizes in (ReadOnlyMemory<int>[])[new[] { 1, 1 }, new[] { 4, 3 }, new[] { 5, 1030 }]
           select new TheoryDataRow<DType, DType?, bool, int, int>(first, beside, shuffled, sizes.Span[0], sizes.Span[1]),
    ];

    /// <summary>Columns of each type, one or two at once, from row 2 of the position on.</summary>
    [Theory, MemberData(nameof(Forms))]
    public void AgreesForAnyColumns(DType first, DType? beside, bool shuffled, int elements, int besideElements)
    {
        const int count = 21, size = 9;
        System.Random random = new(3);
        Tensor[] columns = [];
        double[][] inputs = [];
        Add(first, elements);
        if (beside is { } other)
        {
            Add(other, besideElements);
        }

        TakeRows op = new(size, [elements], shuffled, Stream: 5, Scale: 0.5f, Offset: 2, Beside: beside is null ? null : [besideElements],
            Beyond: 7);
        Counter position = Gpu.NewCounter("position"), epoch = Gpu.NewCounter("epoch");
        using Recording recording = Gpu.Record(() => op.Apply([.. columns, position, epoch]));
        foreach (uint at in (ReadOnlySpan<uint>)[0, 15])
        {
            position.Write(at);
            recording.Replay();
            TensorType[] types = [.. columns.Select(column => column.TensorType)];
            double[][] expected = op.Evaluated([.. inputs, [at], [0]], types, [], new Clock(1, 0))!;
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], recording.Results[i].ToArray().Select(x => (double)x)); // halves of floats are exact
            }
        }

        Gpu.Memory.CheckGuards();

        void Add(DType type, int each)
        {
            Shape shape = [count, each];
            Array values = (type switch
            {
                DType.UInt8 => Input.Bytes(shape),
                DType.Int32 => Input.Ints(-9, 9, shape),
                _ => Input.Of(shape),
            }).Values(random);
            columns = [.. columns, values switch
            {
                byte[] bytes => Tensor.From(bytes, shape),
                int[] ints => Tensor.From(ints, shape),
                _ => Tensor.From((float[])values, shape),
            }];
            inputs = [.. inputs, [.. values.Cast<object>().Select(Convert.ToDouble)]];
        }
    }

    [Theory, InlineData(12, 4), InlineData(33, 11), InlineData(7, 7)]
    public void AnEpochBringsEachItemOnceInANewOrder(int count, int size)
    {
        Dataset data = Numbered(count);
        using Recording recording = Gpu.Record(() => data.NextBatch(size)["label"]);
        float[][] epochs = [.. Enumerable.Range(0, 3).Select(_ => Epoch(recording, count / size))];
        Assert.All(epochs, labels => Assert.Equal(Enumerable.Range(0, count).Select(i => (float)i), labels.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(epochs[1], epochs[2]);
        Assert.Equal((3u, 0u), (data.Epoch!.Read(), data.Position!.Read()));
    }

    [Fact]
    public void TrainingDropsTheLastShortBatchAndEvaluationFillsIt()
    {
        Dataset data = Numbered(10);
        using Recording training = Gpu.Record(() => data.NextBatch(4)["label"]);
        Assert.Equal(8, Epoch(training, 2).Distinct().Count());
        Assert.Equal(1u, data.Epoch!.Read());
        using Recording evaluation = Gpu.Record(() => data.NextBatch(4)["label"], training: false);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1], Epoch(evaluation, 3));
        }
    }

    [Fact]
    public void ABatchLargerThanTheSetIsRefused() => Assert.StartsWith("data: a batch must have from 1 to 10 items",
        Assert.Throws<ArgumentException>(() => Gpu.Record(() => Numbered(10).NextBatch(11)["label"])).Message);

    static Dataset Numbered(int count) => Dataset.From(new float[count * 3], [.. Enumerable.Range(0, count)], [3]);

    static float[] Epoch(Recording recording, int batches) => [.. Enumerable.Range(0, batches).SelectMany(_ =>
    {
        recording.Replay();
        return recording.Result.ToArray();
    })];
}
