using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>The word error rate of a beam search over what a model says of a test's first items, at most <see cref="Most"/>.</summary>
sealed class CtcBeamEstimate : Estimate
{
    const int Most = 500;

    readonly Dataset data;
    readonly Recording step;
    readonly int beam;
    readonly Metric told;

    /// <param name="path">Logarithms of probabilities [N, steps, classes + 1], and how many steps are each sequence's own; null:
    /// all.</param>
    public CtcBeamEstimate(GpuDevice gpu, Dataset test, Func<Batch, (Tensor Path, Tensor? Lengths)> path, int beam, Metric told)
    {
        (this.beam, this.told, data) = (beam, told, test.Take(isTraining: false));
        step = gpu.Record(() =>
        {
            Batch batch = data.NextBatch(Math.Min(Most, data.Count));
            (Tensor made, Tensor? lengths) = path(batch);
            Tensor labels = batch.Labels(batch.LabelField.Name).Cast(DType.Float32);
            return [made, labels, lengths?.Cast(DType.Float32) ?? Tensor.Full([batch.Count], made.Shape[1])];
        }, training: false, name: "beam search");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts => [(step, 1)];

    /// <inheritdoc/>
    public override void Begin()
    {
    }

    /// <inheritdoc/>
    public override EvaluationMetrics Read()
    {
        (float[] paths, float[] labels) = (step.Results[0].ToArray(), step.Results[1].ToArray());
        float[] lengths = step.Results[2].ToArray();
        Shape shape = step.Results[0].Shape;
        int steps = shape[1], classes = shape[2], most = labels.Length / shape[0];
        CtcDecoder decoder = new(classes, classes - 1);
        (int Errors, int Words)[] each = new (int, int)[shape[0]];
        Parallel.For(0, each.Length, i =>
        {
            int[] words = [.. labels.AsSpan(i * most, most).ToArray().Where(label => label >= 0).Select(label => (int)label)];
            IReadOnlyList<int> said = decoder.Beam(paths.AsSpan(i * steps * classes, (int)lengths[i] * classes), beam);
            each[i] = (CtcDecoder.Errors(said, words), words.Length);
        });
        return new(new MetricValues(new MetricValue(told, each.Sum(one => one.Errors) / Math.Max(1.0, each.Sum(one => one.Words)))),
            each.Length);
    }

    public override void Dispose()
    {
        step.Dispose();
        data.GiveBack(isTraining: false);
    }
}
