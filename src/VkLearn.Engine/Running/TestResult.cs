using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>How a learner tested after a step.</summary>
/// <param name="Name">On what: <see cref="Test"/> or <see cref="Validation"/>; or <see cref="Estimate"/>.</param>
/// <param name="Step">Steps done before it.</param>
/// <param name="Learner">Which one, where several learn; null: the first.</param>
public sealed record TestResult(string Name, long Step, EvaluationMetrics Metrics, string? Learner = null)
{
    public const string Test = "test", Validation = "validation";

    /// <summary>What a learner found out of itself at the end, by metrics of their own names.</summary>
    public const string Estimate = "estimate";

    /// <summary>The metrics under the names that reports and curves call them by: <c>testLoss</c>, <c>b.testLoss</c>.</summary>
    public IEnumerable<(string Name, MetricValue Value)> Named =>
        Metrics.Values.Select(value => (NameOf(Name, value.Metric.Name, Learner), value));

    /// <exception cref="NanException">A metric is not a finite number.</exception>
    internal void CheckFinite()
    {
        if (Metrics.Values.FirstNotFinite is { } metric)
        {
            string whose = Learner is null ? "" : $" of {Learner}";
            throw new NanException($"The {Name} {metric.Name}{whose} after step {Step} is not a finite number. Try a lower learning rate.");
        }
    }

    /// <summary>What a test's metric is called.</summary>
    /// <param name="test"><see cref="Test"/>, <see cref="Validation"/> or <see cref="Estimate"/>.</param>
    public static string NameOf(string test, string metric, string? learner) =>
        (learner is null ? "" : $"{learner}.") + (test == Estimate ? metric : Metric.NameOf(test, metric));
}
