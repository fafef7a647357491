using VkLearn.Data;
using VkLearn.Gpu;

namespace VkLearn.Training;

/// <summary>A learner's test as what it is judged by at the end: the same numbers, under the metrics' own names.</summary>
public sealed class FinalTest(GpuDevice gpu, Learner learner, Dataset test) : Estimate
{
    readonly Evaluator evaluator = new(gpu, learner, test);

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts => evaluator.Parts;

    /// <inheritdoc/>
    public override void Begin() => evaluator.Begin();

    /// <inheritdoc/>
    public override EvaluationMetrics Read() => evaluator.Read();

    public override void Dispose() => evaluator.Dispose();
}
