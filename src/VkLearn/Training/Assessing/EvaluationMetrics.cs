namespace VkLearn.Training;

/// <summary>How a learner does on a whole data set.</summary>
/// <param name="Values">The means of the metrics that its test tells.</param>
/// <param name="Count">Items.</param>
public readonly record struct EvaluationMetrics(MetricValues Values, int Count)
{
    /// <inheritdoc cref="MetricValues.this[string]"/>
    public double this[string metric] => Values[metric];

    /// <summary>Whether it is better than another: by the first metric that differs, where a number is better than none.</summary>
    /// <param name="by">Metrics, the first decides most.</param>
    public bool IsBetterThan(EvaluationMetrics other, IEnumerable<Metric> by)
    {
        foreach (Metric metric in by.Where(metric => metric.Better != Better.Neither))
        {
            if (Values.Find(metric.Name) is { } mine && other.Values.Find(metric.Name) is { } its && mine != its)
            {
                return double.IsFinite(mine) && (!double.IsFinite(its) || mine > its == (metric.Better == Better.Higher));
            }
        }

        return false;
    }
}
