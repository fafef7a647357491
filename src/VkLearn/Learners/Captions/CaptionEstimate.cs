using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Captions of all images of the test, written on the device, against what people said of them: <see cref="CaptionMetrics"/>. References
/// are compared as they are, with words that were too rare to be learned.
/// </summary>
sealed class CaptionEstimate : Estimate
{
    const int MostAtOnce = 100;

    readonly Splits data;
    readonly CaptionMetrics told;
    readonly CaptionWords words;
    readonly Dataset train, test;
    readonly State written, nearest, features;
    readonly Recording learn, write, blind;
    readonly (Recording, int)[] parts;

    public CaptionEstimate(GpuDevice gpu, CaptionLearner learner, Splits data, CaptionMetrics told)
    {
        (this.data, this.told, words) = (data, told, learner.Words!);
        (train, test) = (data.Train.Take(isTraining: false), data.Test.Take(isTraining: false));
        (int trainBatch, int trainBatches) = Batches(train);
        (int testBatch, int testBatches) = Batches(test);
        features = new State("neighbours", [trainBatch * trainBatches, learner.FeatureCount]);
        written = new State("written captions", [testBatch * testBatches, learner.Length]);
        nearest = new State("nearest", [testBatch * testBatches, 1]);
        learn = gpu.Record(() => Keep(features, learner.Features(train.NextBatch(trainBatch).Input)), training: false, name: "neighbours");
        write = gpu.Record(() =>
        {
            (Tensor said, Tensor asked) = learner.Write(test.NextBatch(testBatch).Input);
            Keep(written, said);
            Keep(nearest, NearestTo(asked).Reshape([testBatch, 1]));
        }, training: false, name: "captions written");
        blind = gpu.Record(learner.WriteBlind, training: false, name: "caption without an image");
        parts = [(learn, trainBatches), (write, testBatches), (blind, 1)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts => parts;

    static (int Size, int Count) Batches(Dataset set)
    {
        int size = Math.Min(MostAtOnce, set.Count);
        return (size, (set.Count + size - 1) / size);
    }

    /// <summary>Those kept before move up.</summary>
    static void Keep(State state, Tensor newest)
    {
        (int all, int more) = (state.Shape[0], newest.Shape[0]);
        state.Assign(all == more ? newest : Concat.Of(0, state.Value.Slice(0, more, all - more), newest));
    }

    /// <summary>Which training image is nearest to each, by the square of the distance; rows beyond the last are none.</summary>
    Tensor NearestTo(Tensor asked)
    {
        int rows = features.Shape[0];
        Tensor none = Tensor.From([.. Enumerable.Range(0, rows).Select(row => row < train.Count ? 0f : 1e30f)], [1, rows]);
        Tensor far = features.Value.Square().Sum(-1).Reshape([1, rows]) - 2 * asked.MatMul(features.Value.Transpose()) + none;
        return far.ArgMin(-1).Cast(DType.Float32);
    }

    /// <inheritdoc/>
    public override void Begin() { }

    /// <inheritdoc/>
    public override EvaluationMetrics Read()
    {
        string[][][] references = Said(data.Test), known = Said(data.Train);
        string[][] captions = [.. written.ToArray().Chunk(written.Shape[1]).Select(Text)];
        string[] always = Text(blind.Result.ToArray());
        float[] neighbours = nearest.ToArray();
        (Bleu of, Bleu ofBlind, Bleu ofNeighbours, Cider cider) = (new(), new(), new(), new());
        int exact = 0;
        for (int i = 0; i < references.Length; i++)
        {
            of.Add(captions[i], references[i]);
            cider.Add(captions[i], references[i]);
            ofBlind.Add(always, references[i]);
            ofNeighbours.Add(known[(int)neighbours[i]][0], references[i]);
            exact += references[i].Any(captions[i].SequenceEqual) ? 1 : 0;
        }

        return new(new MetricValues(
        [
            new(told.ExactMatch, (double)exact / references.Length),
            .. told.Bleus.Select((metric, n) => new MetricValue(metric, of.Of(n + 1))),
            new(told.Cider, cider.D), new(told.NoImageBleu1, ofBlind.Of(1)), new(told.NeighbourBleu1, ofNeighbours.Of(1)),
        ]), references.Length);
    }

    /// <summary>What people said of each image of a set.</summary>
    string[][][] Said(Dataset set)
    {
        Shape said = set[CaptionColumns.Captions].Shape;
        return [.. set.Read(CaptionColumns.Captions).Chunk((int)said.Count)
            .Select(image => image.Chunk(said[1]).Where(caption => caption[0] >= 0).Select(Text).ToArray())];
    }

    string[] Text(float[] tokens) => words.Decode(tokens.Select(token => (int)token));

    public override void Dispose()
    {
        Array.ForEach([learn, write, blind], recording => recording.Dispose());
        Array.ForEach([written, nearest, features], state => state.Dispose());
        train.GiveBack(isTraining: false);
        test.GiveBack(isTraining: false);
    }
}
