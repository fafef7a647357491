using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>Means that were told in parts, as means over all of their steps.</summary>
/// <param name="learner">Whose they are, where they are called by its name.</param>
sealed class MeanMetrics(string? learner = null)
{
    readonly Dictionary<Metric, (double Sum, int Steps)> sums = [];
    readonly Dictionary<Metric, Metric> named = [];
    TrainingMetrics last;
    int steps;

    public void Add(TrainingMetrics part)
    {
        foreach ((Metric metric, double value) in part.Values)
        {
            (double sum, int count) = sums.GetValueOrDefault(metric);
            sums[metric] = (sum + value * part.Steps, count + part.Steps);
        }

        steps += part.Steps;
        last = part;
    }

    /// <summary>All parts since the last taking.</summary>
    public TrainingMetrics Take()
    {
        MetricValue[] means = [.. sums.Where(one => one.Value.Steps > 0)
            .Select(one => new MetricValue(Named(one.Key), (float)(one.Value.Sum / one.Value.Steps)))];
        TrainingMetrics all = last with { Steps = steps, Values = new MetricValues(means) };
        sums.Clear();
        steps = 0;
        return all;
    }

    Metric Named(Metric metric)
    {
        if (learner is null)
        {
            return metric;
        }

        if (!named.TryGetValue(metric, out Metric? its))
        {
            named.Add(metric, its = metric.Of(learner));
        }

        return its;
    }
}
