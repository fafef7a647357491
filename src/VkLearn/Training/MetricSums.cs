using VkLearn.Primitives;

namespace VkLearn.Training;

/// <summary>
/// Sums of a learner's metrics that stay on the device until they are read, so that watching a run costs next to nothing a step and nothing
/// crosses the bus.
/// </summary>
sealed class MetricSums(IReadOnlyList<Metric> metrics)
{
    const int Steps = 0, FiniteSteps = 1, First = 2; // then a sum and a weight for each metric

    readonly State sums = new("metrics", [First + 2 * metrics.Count]);
    readonly List<(Metric Metric, Tensor Sum, Tensor Weight)> added = [];

    /// <summary>Where they lie, to be kept with all that a run goes on with.</summary>
    public State Sums => sums;

    /// <summary>Whether anything was counted in, in what was traced.</summary>
    public bool HasAny { get; private set; }

    /// <summary>Counts a value in, in what is being traced.</summary>
    /// <param name="mask">Of the value's first axis; null: all count.</param>
    public void Add(Metric metric, Tensor value, Tensor? mask)
    {
        if (mask is not null && value.Shape.Rank > 0)
        {
            mask = mask.Reshape([value.Shape[0], .. Enumerable.Repeat(1, value.Shape.Rank - 1)]);
            added.Add((metric, (value * mask).Sum(), mask.BroadcastTo(value.Shape).Sum()));
        }
        else
        {
            added.Add((metric, value.Sum(), (float)value.Shape.Count));
        }
    }

    /// <summary>Ends what is being traced: what was counted in becomes part of it.</summary>
    public void End()
    {
        HasAny |= added.Count > 0;
        if (added.Count == 0 && metrics.Count > 0 && !Trace.Current.Training)
        {
            return;
        }

        Tensor finite = added.Aggregate((Tensor)1f, (all, one) => all * Where.Select((one.Sum - one.Sum).EqualTo(0f), 1f, 0f));
        Tensor[] entries = new Tensor[First + 2 * metrics.Count];
        Array.Fill(entries, 0f);
        (entries[Steps], entries[FiniteSteps]) = (1f, finite);
        for (int i = 0; i < metrics.Count; i++)
        {
            foreach ((_, Tensor sum, Tensor weight) in added.Where(one => one.Metric == metrics[i]))
            {
                entries[First + 2 * i] += sum;
                entries[First + 2 * i + 1] += weight;
            }
        }

        sums.Assign(sums.Value + Concat.Of(0, [.. entries.Select(entry => entry.Reshape([1]))]));
        added.Clear();
    }

    /// <summary>Forgets what was counted.</summary>
    public void Clear() => sums.Load(new float[sums.Shape.Count]);

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
        float[] values = sums.ToArray();
        MetricValue[] means =
        [
            .. metrics.Select((metric, i) => (Metric: metric, Sum: (double)values[First + 2 * i], Weight: values[First + 2 * i + 1]))
                .Where(one => one.Weight > 0).Select(one => new MetricValue(one.Metric, one.Sum / one.Weight)),
        ];
        return ((int)values[Steps], (int)values[FiniteSteps], new MetricValues(means));
    }
}
