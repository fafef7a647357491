using VkLearn.Data;
using VkLearn.Gpu;

namespace VkLearn.Training;

/// <summary>
/// What a learner finds out about itself once, at the end of its training, because it takes long: the likelihood of a Boltzmann machine,
/// whose partition function is to be estimated first. Its metrics go by their own names.
/// </summary>
public abstract class Estimate : IAssessment, IDisposable
{
    /// <inheritdoc/>
    public abstract IReadOnlyList<(Recording Step, int Times)> Parts { get; }

    /// <inheritdoc/>
    public abstract void Begin();

    /// <inheritdoc/>
    public abstract EvaluationMetrics Read();

    public abstract void Dispose();
}

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
