using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Training;

/// <summary>
/// Sums of a learner's metrics that stay on the device until they are read: they go on in the last dispatch of what is recorded, and
/// nothing crosses the bus.
/// </summary>
sealed class MetricSums(IReadOnlyList<Metric> metrics) : IDisposable
{
    const int Steps = 0, FiniteSteps = 1, First = 2; // then a sum and a weight for each metric

    readonly HashSet<Metric> counted = [];
    readonly Dictionary<Metric, State> counts = []; // of those that are no means
    readonly State sums = Tally.NewSums("metrics", First + 2 * metrics.Count);
    Tensor? one; // of what is being traced: counts

    /// <summary>Where they lie, to be kept with all that a run goes on with.</summary>
    public State Sums => sums;

    /// <summary>How many metrics were counted in, in what was traced.</summary>
    public int Count => counted.Count;

    /// <summary>Whether one was.</summary>
    public bool Has(Metric metric) => counted.Contains(metric);

    /// <summary>Counts a value in, in what is being traced.</summary>
    /// <param name="weight">Of the value's first axis, or of a scalar a scalar; null: all count as one.</param>
    public void Add(Metric metric, Tensor value, Tensor? weight)
    {
        counted.Add(metric);
        int entry = First + 2 * metrics.TakeWhile(known => known != metric).Count();
        if (weight is null)
        {
            Trace.Current.Tally(sums, entry, value);
            Trace.Current.Tally(sums, entry + 1, one ??= Tensor.Ones([]), value.Shape.Count);
            return;
        }

        // What does not count may be no number, as a row of zeros divided by its norm is: a product with 0 would keep that.
        Tensor rows = weight.Reshape([.. weight.Shape, .. Enumerable.Repeat(1, value.Shape.Rank - weight.Shape.Rank)]);
        Trace.Current.Tally(sums, entry, Where.Select(rows, value * rows, 0f));
        Trace.Current.Tally(sums, entry + 1, weight, value.Shape.Count / weight.Shape.Count);
    }

    /// <summary>Counts sums in, in what is being traced.</summary>
    public void AddSums(Metric metric, Tensor values)
    {
        counted.Add(metric);
        if (!counts.TryGetValue(metric, out State? sum))
        {
            counts.Add(metric, sum = new State($"metrics.{metric.Name}", values.Shape));
        }

        sum.Assign(sum.Value + values);
    }

    /// <summary>Ends what is being traced: a step is counted.</summary>
    public void End()
    {
        one = null;
        if (counted.Count > 0)
        {
            Trace.Current.TallyFinite(sums, Steps, FiniteSteps);
        }
    }

    /// <summary>Forgets what was counted.</summary>
    public void Clear()
    {
        foreach (State state in counts.Values.Append(sums))
        {
            state.Load(new float[state.Shape.Count]);
        }
    }

    public void Dispose()
    {
        foreach (State state in counts.Values.Append(sums))
        {
            state.Dispose();
        }
    }

    /// <summary>The means since the last reading; waits for them. A metric that nothing was counted of is left out.</summary>
    /// <returns>The steps since, and how many of them told finite numbers before one did not.</returns>
    public (int Steps, int FiniteSteps, MetricValues Means) Read()
    {
        var means = Look();
        Clear();
        return means;
    }

    /// <summary>The same, and all of it is counted on.</summary>
    public (int Steps, int FiniteSteps, MetricValues Means) Look()
    {
        double[] values = Tally.Read(sums);
        MetricValue[] means =
        [
            .. metrics.Select((metric, i) => (Metric: metric, Value: ValueOf(metric, values[First + 2 * i], values[First + 2 * i + 1])))
                .Where(one => one.Value is not null).Select(one => new MetricValue(one.Metric, one.Value!.Value)),
        ];
        return ((int)values[Steps], (int)values[FiniteSteps], new MetricValues(means));
    }

    double? ValueOf(Metric metric, double sum, double weight)
    {
        if (metric.OfSums is { } of)
        {
            return counts.TryGetValue(metric, out State? state) ? of(state.ToArray()) : null;
        }

        return weight > 0 ? metric.OfMean?.Invoke(sum / weight) ?? sum / weight : null;
    }
}
