using System.Collections;
using System.Globalization;

namespace VkLearn.Training;

/// <summary>A metric's mean over some steps, or over a data set.</summary>
public readonly record struct MetricValue(Metric Metric, double Value)
{
    /// <summary>As a person reads it: four digits after the point, shares in percent with two.</summary>
    public string Text => Metric.Unit == "%" ? (100 * Value).ToString("0.00", CultureInfo.InvariantCulture) + " %"
        : Value.ToString(Math.Abs(Value) is >= 1e-3 and < 1e5 or 0 ? "0.0000" : "0.000e+0", CultureInfo.InvariantCulture);
}

/// <summary>Metrics with their values, in the order of the learner's metrics; equal if all are.</summary>
public sealed class MetricValues(params IReadOnlyList<MetricValue> values) : IReadOnlyList<MetricValue>, IEquatable<MetricValues>
{
    public static MetricValues None { get; } = new();

    public int Count => values.Count;

    public MetricValue this[int index] => values[index];

    /// <summary>The value of a metric, by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public double this[string metric] => Find(metric) ?? throw new KeyNotFoundException(
        $"There is no metric \"{metric}\" here. There are: {string.Join(", ", values.Select(value => value.Metric.Name))}.");

    /// <summary>The value of a metric, by its name; null where there is none.</summary>
    public double? Find(string metric)
    {
        foreach (MetricValue value in values)
        {
            if (value.Metric.Name == metric)
            {
                return value.Value;
            }
        }

        return null;
    }

    /// <summary>The first that is not a finite number, if there is one.</summary>
    public Metric? FirstNotFinite => values.FirstOrDefault(value => !double.IsFinite(value.Value)).Metric;

    public IEnumerator<MetricValue> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(MetricValues? other) => other is not null && this.SequenceEqual(other);

    public override bool Equals(object? other) => Equals(other as MetricValues);

    public override int GetHashCode() => values.Aggregate(0, HashCode.Combine);

    public override string ToString() => string.Join(", ", values.Select(value => $"{value.Metric.Name} {value.Text}"));
}
