namespace VkLearn.Training;

/// <summary>How training stands.</summary>
/// <param name="Step">Steps done since the start.</param>
/// <param name="Epoch">The epoch of the last of them, from 1.</param>
/// <param name="Steps">How many steps the means are over.</param>
/// <param name="Values">The means of the learner's metrics; of a loss, that before each update.</param>
public readonly record struct TrainingMetrics(long Step, int Epoch, int Steps, MetricValues Values)
{
    /// <inheritdoc cref="MetricValues.this[string]"/>
    public double this[string metric] => Values[metric];
}
