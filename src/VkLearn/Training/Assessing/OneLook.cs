namespace VkLearn.Training;

/// <summary>An estimate by one recording, whose results are the numbers.</summary>
/// <param name="recording">It is disposed with this.</param>
/// <param name="told">A metric for each of its results, scalars.</param>
/// <param name="count">Of how many items the numbers are.</param>
/// <param name="ended">What is to be done when it is disposed.</param>
public sealed class OneLook(Recording recording, IReadOnlyList<Metric> told, int count, Action ended) : Estimate
{
    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts => [(recording, 1)];

    /// <inheritdoc/>
    public override void Begin()
    {
    }

    /// <inheritdoc/>
    public override EvaluationMetrics Read() =>
        new(new MetricValues([.. told.Select((metric, i) => new MetricValue(metric, recording.Results[i].ToArray()[0]))]), count);

    public override void Dispose()
    {
        recording.Dispose();
        ended();
    }
}
