namespace VkLearn.Training;

/// <summary>Estimates one after the other, as one.</summary>
/// <param name="all">They end with it.</param>
public sealed class SeveralEstimates(params IReadOnlyList<Estimate> all) : Estimate
{
    /// <summary>Null where there is none, and one as it is.</summary>
    public static Estimate? Of(params IReadOnlyList<Estimate?> some) => some.OfType<Estimate>().ToArray() switch
    {
        [] => null,
        [var one] => one,
        var several => new SeveralEstimates(several),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts => [.. all.SelectMany(one => one.Parts)];

    /// <inheritdoc/>
    public override void Begin()
    {
        foreach (Estimate one in all)
        {
            one.Begin();
        }
    }

    /// <inheritdoc/>
    public override EvaluationMetrics Read()
    {
        EvaluationMetrics[] found = [.. all.Select(one => one.Read())];
        return new(new MetricValues([.. found.SelectMany(one => one.Values)]), found[0].Count);
    }

    public override void Dispose()
    {
        foreach (Estimate one in all)
        {
            one.Dispose();
        }
    }
}
