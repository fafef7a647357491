using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class DatasetTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void TwoBatchesOfAStepAreDifferentRows()
    {
        (float[] first, float[] second) = Both(Numbered(12), 4, 2);
        Assert.Empty(first.Intersect(second));
        Dataset alone = Numbered(12);
        Gpu.Seed(1);
        using Recording one = Gpu.Record(() => alone.NextBatch(4)["label"]);
        one.Replay();
        Assert.Equal(one.Result.ToArray(), first); // what one batch has, the first of two has
    }

    [Fact]
    public void AStepOfTwoBatchesGoesOnByBothAndThenToTheNextEpoch()
    {
        Dataset data = Numbered(12);
        using Recording step = Gpu.Record(() => [data.NextBatch(4)["label"], data.NextBatch(2)["label"]]);
        float[] seen = [.. Enumerable.Range(0, 2).SelectMany(_ => Replay(step))];
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), seen.Order());
        Assert.Equal((1u, 0u), (data.Epoch!.Read(), data.Position!.Read()));
        step.Replay();
        Assert.Equal((1u, 6u), (data.Epoch.Read(), data.Position.Read()));
    }

    [Fact]
    public void InEvaluationTheSecondBatchGoesOnInOrder()
    {
        Dataset data = Numbered(7);
        using Recording step = Gpu.Record(() => [data.NextBatch(3)["label"], data.NextBatch(2)["label"]], training: false);
        for (int turn = 0; turn < 2; turn++)
        {
            Assert.Equal([0, 1, 2, 3, 4], Replay(step));
            Assert.Equal([5, 6, -1, -1, -1], Replay(step));
        }
    }

    [Theory, InlineData(8, 5, "a batch must have from 1 to 4 items, as this step takes 8 of the 12 before it, received 5."),
        InlineData(12, 6, "a step takes 12 items and 6 more, but there are 12. Take smaller batches, or fewer in a step.")]
    public void AStepThatTakesMoreThanThereIsIsRefused(int first, int second, string message) => Assert.Equal($"data: {message}",
        Assert.Throws<ArgumentException>(() => Gpu.Record(() =>
        {
            Dataset data = Numbered(12);
            return [data.NextBatch(first)["label"], data.NextBatch(second)["label"]];
        })).Message);

    [Fact]
    public void AStepOfLargerBatchesLateInAnEpochHasNoEmptyRows()
    {
        Dataset data = Numbered(10);
        using Recording small = Gpu.Record(() => data.NextBatch(4)["label"]);
        using Recording large = Gpu.Record(() => data.NextBatch(9)["label"]);
        small.Replay();
        float[] labels = Replay(large);
        Assert.All(labels, label => Assert.InRange(label, 0, 9));
        Assert.Equal(9, labels.Distinct().Count());
        Assert.Equal((1u, 0u), (data.Epoch!.Read(), data.Position!.Read()));
    }

    [Fact]
    public void SetsOfOneNameShuffleDifferentlyAndAlikeFromTheSameSeed()
    {
        float[][] Run()
        {
            Gpu.Seed(1);
            return [.. Enumerable.Range(0, 3).Select(_ => OneEpoch(Numbered(50)))];
        }

        float[][] first = Run(), again = Run();
        Assert.Equal(3, first.DistinctBy(order => string.Join(' ', order)).Count());
        Assert.Equal(first, again);
        Gpu.Seed(1);
        Assert.Equal(first[0], OneEpoch(Dataset.Of("data", new Column("label", [.. Enumerable.Range(0, 50)], [], new Meaning.Tree()))));
    }

    [Fact]
    public void ColumnsComeByTheirNames()
    {
        using Recording step = Gpu.Record(() =>
        {
            Batch batch = Mixed().NextBatch(4);
            return [batch["size"], batch["age"], batch["word"], batch["photo"], batch["kind"], batch.Mask];
        }, training: false);
        step.Replay();
        Assert.Equal([[0, 10, 1, 11, 2, 12, 3, 13], [0, -1, -2, -3], [0, 1, 2, 3], [0, 1, 0, 1], [0, 1, 0, 1], [1, 1, 1, 1]],
            step.Results.Select(result => result.ToArray()));
        Assert.Equal(["size", "age", "word", "photo", "kind"], step.Results.Take(5).Select(result => result.Name));
        step.Replay();
        Assert.Equal([[4, 14, 0, 0, 0, 0, 0, 0], [-4, 0, 0, 0], [4, 0, 0, 0], [1, 0, 0, 0], [0, -1, -1, -1], [1, 0, 0, 0]],
            step.Results.Select(result => result.ToArray()));
    }

    [Theory, InlineData(1, "size"), InlineData(1, "size", "kind"), InlineData(1, "photo"), InlineData(2, "size", "age"),
        InlineData(3, "size", "kind", "age", "word")]
    public void OnlyWhatIsReadCostsADispatch(int dispatches, params string[] read)
    {
        using Recording step = Gpu.Record(() =>
        {
            Batch batch = Mixed().NextBatch(4);
            return [.. read.Select(name => batch[name])];
        });
        Assert.Equal(dispatches, step.Plan.Split("Batch (").Length - 1);
        Assert.Equal(dispatches + 1, step.Dispatches); // and the counters
    }

    [Fact]
    public void ANumberToBeLearnedComesInTheSameDispatch()
    {
        Dataset houses = Dataset.Of("houses", new Column("rooms", new float[12], [2], new Meaning.Quantity()),
            new Column("price", new float[6], [1], new Meaning.Quantity("dollars")));
        using Recording step = Gpu.Record(() =>
        {
            var (rooms, price) = houses.NextBatch(3);
            return [rooms, price];
        });
        Assert.StartsWith("Batch (1, 3, 1): houses.rooms[6, 2], houses.price[6, 1], counters[4096] -> rooms[3, 2], price[3, 1]\n",
            step.Plan.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void ImagesAreAugmentedWhereverTheyStandAndNothingElseIs()
    {
        float[] ramp = [.. Enumerable.Range(1, 16).Select(i => (float)i)];
        Dataset data = Dataset.Of("pairs", new Column("size", ramp, [1, 4, 4], new Meaning.Quantity()),
            new Column("photo", ramp, [1, 4, 4], new Meaning.Image()), new Column("grade", (byte[])[200], [], new Meaning.Quantity()));
        data.Augmentation = new Augmentation(Rotation: 90);
        foreach (bool training in (bool[])[true, false])
        {
            using Recording step = Gpu.Record(() =>
            {
                Batch batch = data.NextBatch(1);
                return [batch["size"], batch["photo"], batch["grade"]];
            }, training);
            step.Replay();
            Assert.Equal(ramp, step.Results[0].ToArray());
            Assert.Equal(!training, ramp.SequenceEqual(step.Results[1].ToArray()));
            Assert.Equal([200], step.Results[2].ToArray()); // bytes that are no image are not made 0 to 1
        }
    }

    [Fact]
    public void WhatThereIsNotIsNamed()
    {
        Dataset data = Mixed();
        Assert.Equal("""mixed has no column "kinds". Did you mean "kind"? It has: size, age, word, photo, kind.""",
            Assert.Throws<ArgumentException>(() => Gpu.Record(() => data.NextBatch(2)["kinds"])).Message);
        Assert.Equal(new Meaning.Label(["even", "odd"]), data["kind"].Meaning);
        Dataset alone = Dataset.Of("alone", new Column("sound", new float[4], [2], new Meaning.Wave(8000)));
        Assert.StartsWith("alone: an item and a label are asked for, but there is one column, \"sound\".",
            Assert.Throws<InvalidOperationException>(() => Gpu.Record(() =>
            {
                (Tensor sound, _) = alone.NextBatch(1);
                return sound;
            })).Message);
    }

    [Fact]
    public void ColumnsThatDoNotFitAreRefused()
    {
        Column three = new("a", new float[3], [], new Meaning.Quantity()), two = new("b", new float[4], [2], new Meaning.Quantity());
        Assert.Equal("d: a data set needs columns of one length, each with a name of its own, received 3 of \"a\", 2 of \"b\".",
            Assert.Throws<ArgumentException>(() => Dataset.Of("d", three, two)).Message);
        Assert.Throws<ArgumentException>(() => Dataset.Of("d", three, three));
        Assert.Throws<ArgumentException>(() => Dataset.Of("d"));
        Assert.Equal("Column \"c\": needs a name and whole items of shape [2], received 3 values.",
            Assert.Throws<ArgumentException>(() => new Column("c", new float[3], [2], new Meaning.Quantity())).Message);
        Assert.Equal("Column \"c\": labels go from 0 to 1, -1 for none; value 2 is 2.",
            Assert.Throws<ArgumentException>(() => new Column("c", [0, -1, 2], [], new Meaning.Label(["x", "y"]))).Message);
    }

    [Fact]
    public void MeaningsAreEqualByValue()
    {
        Assert.Equal(new Meaning.Tokens(["a", "b"]), new Meaning.Tokens(["a", "b"]));
        Assert.NotEqual<Meaning>(new Meaning.Label(["a", "b"]), new Meaning.Label(["a", "c"]));
        Assert.Equal(new Meaning.Label(["a"]).GetHashCode(), new Meaning.Label(["a"]).GetHashCode());
    }

    [Fact]
    public void ImagesAndLabelsAreHashedAsCheckpointsHaveThem()
    {
        byte[] images = [1, 2, 3, 4], labels = [1, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([.. labels, .. images])),
            Dataset.From(images, [1, 0], [2]).On(Gpu).Hash());
        Column[] columns = [new("x", [1f], [], new Meaning.Quantity()), new("y", [1f], [], new Meaning.Quantity())];
        Assert.NotEqual(Dataset.Of("d", columns).On(Gpu).Hash(), Dataset.Of("d", columns[0]).On(Gpu).Hash());
    }

    static Dataset Numbered(int count) => Dataset.From(new float[count], [.. Enumerable.Range(0, count)], [1]);

    static Dataset Mixed() => Dataset.Of("mixed",
        new Column("size", [0, 10, 1, 11, 2, 12, 3, 13, 4f, 14], [2], new Meaning.Quantity("m")),
        new Column("age", [0, -1, -2, -3f, -4], [], new Meaning.Quantity()),
        new Column("word", [0, 1, 2, 3, 4], [1], new Meaning.Tokens(["a", "b", "c", "d", "e"])),
        new Column("photo", (byte[])[0, 255, 0, 255, 255], [1, 1, 1], new Meaning.Image()),
        new Column("kind", [0, 1, 0, 1, 0], [], new Meaning.Label(["even", "odd"])));

    (float[] First, float[] Second) Both(Dataset data, int first, int second)
    {
        using Recording step = Gpu.Record(() => [data.NextBatch(first)["label"], data.NextBatch(second)["label"]]);
        step.Replay();
        return (step.Results[0].ToArray(), step.Results[1].ToArray());
    }

    float[] OneEpoch(Dataset data)
    {
        using Recording step = Gpu.Record(() => data.NextBatch(data.Count)["label"]);
        return Replay(step);
    }

    static float[] Replay(Recording step)
    {
        step.Replay();
        return [.. step.Results.SelectMany(result => result.ToArray())];
    }

    /// <summary>The next step takes what was written, and a run that would go on with the old is told by the hash.</summary>
    [Fact]
    public void AColumnThatIsSetAnewIsWhatTheNextStepTakes()
    {
        Dataset data = Dataset.Of("points", new Column("point", [1f, 2, 3, 4], [2], new Meaning.Quantity()));
        using Recording step = Gpu.Record(() => data.NextBatch(2)["point"].Sum(0), training: false);
        Assert.Equal([4, 6], Replay(step));
        string before = data.Hash();
        data.Rewrite("point", [10, 20, 30, 40]);
        Assert.Equal([40, 60], Replay(step));
        Assert.NotEqual(before, data.Hash());
        Assert.Equal(1, data.Take(isTraining: false).Rewritten);
        Assert.Equal("points: \"point\" is Float32 [2, 2], received 3 floats.",
            Assert.Throws<ArgumentException>(() => data.Rewrite("point", [1, 2, 3])).Message);
    }
}
