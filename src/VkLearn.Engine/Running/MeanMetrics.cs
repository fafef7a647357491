using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>Means that were told in parts, as means over all of their steps.</summary>
sealed class MeanMetrics
{
    readonly Dictionary<Metric, (double Sum, int Steps)> sums = [];
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
            .Select(one => new MetricValue(one.Key, (float)(one.Value.Sum / one.Value.Steps)))];
        TrainingMetrics all = last with { Steps = steps, Values = new MetricValues(means) };
        sums.Clear();
        steps = 0;
        return all;
    }
}
