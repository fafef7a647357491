using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>How a learner tested after a step.</summary>
/// <param name="Name">On what: <see cref="Test"/> or <see cref="Validation"/>.</param>
/// <param name="Step">Steps done before it.</param>
public sealed record TestResult(string Name, long Step, EvaluationMetrics Metrics)
{
    public const string Test = "test", Validation = "validation";

    /// <summary>The metrics under the names that reports and curves call them by: <c>testLoss</c>.</summary>
    public IEnumerable<(string Name, MetricValue Value)> Named =>
        Metrics.Values.Select(value => (Metric.NameOf(Name, value.Metric.Name), value));
}
