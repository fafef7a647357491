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
