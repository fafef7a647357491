using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class BatchTests(GpuFixture fixture) : OpTests(fixture)
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
        Batch op = new(size, [item], shuffled, Stream: 5, Scale: 0.25f, Shift: -1);
        Counter position = Gpu.NewCounter("position"), epoch = Gpu.NewCounter("epoch");
        Gpu.Seed(seed);
        using Recording recording = Gpu.Record(() => op.Apply(
            bytes ? Tensor.From((byte[])values, [count, item]) : Tensor.From((float[])values, [count, item]),
            Tensor.From(labels, [count]), position, epoch));
        double[][] inputs = [[.. values.Cast<object>().Select(Convert.ToDouble)], [.. labels.Select(label => (double)label)], [0], [0]];
        foreach ((uint at, uint turn) in (ReadOnlySpan<(uint, uint)>)[(0, 0), ((uint)(count / 2), 1), ((uint)count - 1, 7)])
        {
            position.Write(at);
            epoch.Write(turn);
            recording.Replay();
            (inputs[2][0], inputs[3][0]) = (at, turn);
            double[][] expected = op.Evaluated(inputs, [], [], new Clock(seed, 0))!;
            double error = OpCheck.Error(recording.Results[0].ToArray(), expected[0], floor: 0.01);
            Assert.InRange(error, 0, 1e-7);
            OpTable.Add("Batch", forward: error);
            Assert.Equal(expected[1], recording.Results[1].ToArray().Select(x => (double)x));
        }

        Gpu.Memory.CheckGuards();
    }

    [Theory, InlineData(12, 4), InlineData(33, 11), InlineData(7, 7)]
    public void AnEpochBringsEachItemOnceInANewOrder(int count, int size)
    {
        Dataset data = Numbered(count);
        using Recording recording = Gpu.Record(() => data.NextBatch(size).Label);
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
        using Recording training = Gpu.Record(() => data.NextBatch(4).Label);
        Assert.Equal(8, Epoch(training, 2).Distinct().Count());
        Assert.Equal(1u, data.Epoch!.Read());
        using Recording evaluation = Gpu.Record(() => data.NextBatch(4).Label, training: false);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1], Epoch(evaluation, 3));
        }
    }

    [Fact]
    public void ABatchLargerThanTheSetIsRefused() => Assert.StartsWith("data: a batch must have from 1 to 10 items",
        Assert.Throws<ArgumentException>(() => Gpu.Record(() => Numbered(10).NextBatch(11).Label)).Message);

    static Dataset Numbered(int count) => Dataset.From(new float[count * 3], [.. Enumerable.Range(0, count)], [3]);

    static float[] Epoch(Recording recording, int batches) => [.. Enumerable.Range(0, batches).SelectMany(_ =>
    {
        recording.Replay();
        return recording.Result.ToArray();
    })];
}
