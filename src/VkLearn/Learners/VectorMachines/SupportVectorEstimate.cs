using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>Where a <see cref="SupportVectorLearner"/> stands in the end: what its metrics tell of a step, of after the last.</summary>
/// <param name="told">Each metric, and its value now: a scalar, traced when it is asked for.</param>
/// <param name="items">That it has learned from.</param>
sealed class SupportVectorEstimate(GpuDevice gpu, IReadOnlyList<(Metric Metric, Func<Tensor> Value)> told, int items) : Estimate
{
    readonly Recording looking = gpu.Record(() => [.. told.Select(one => one.Value())], training: false, name: "support vectors");

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts => [(looking, 1)];

    /// <inheritdoc/>
    public override void Begin() { }

    /// <inheritdoc/>
    public override EvaluationMetrics Read() => new(
        new MetricValues([.. told.Zip(looking.Results, (one, value) => new MetricValue(one.Metric, value.ToArray()[0]))]), items);

    public override void Dispose() => looking.Dispose();
}
