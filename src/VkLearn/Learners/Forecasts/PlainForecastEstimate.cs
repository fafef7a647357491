using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>What is told of a forecast: of scaled values, and in the data's own unit where there is one column.</summary>
sealed record ForecastErrors(Metric Mse, Metric Mae, Metric Rmse);

/// <summary>How <see cref="PlainForecasts"/> do on a test.</summary>
sealed class PlainForecastEstimate : Estimate
{
    const int BatchSize = 256;

    readonly MetricSums sums;
    readonly Dataset data;
    readonly Recording step;

    /// <param name="metrics">All of the learner's.</param>
    /// <param name="told">Those of each forecast.</param>
    public PlainForecastEstimate(GpuDevice gpu, PlainForecasts forecasts, Dataset test, IReadOnlyList<Metric> metrics,
        IReadOnlyDictionary<string, ForecastErrors> told)
    {
        data = test.Take(isTraining: false);
        sums = new MetricSums(metrics);
        step = gpu.Record(() => Count(data.NextBatch(Math.Min(BatchSize, data.Count)), forecasts, told), training: false,
            name: "plain forecasts");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts =>
        [(step, (data.Count + BatchSize - 1) / Math.Min(BatchSize, data.Count))];

    void Count(Batch batch, PlainForecasts forecasts, IReadOnlyDictionary<string, ForecastErrors> told)
    {
        (Tensor past, Tensor ahead) = batch;
        IReadOnlyList<Feature> columns = ((Meaning.Quantity)batch.Fields[0].Meaning).Features;
        foreach ((string name, Tensor forecast) in forecasts.Of(past, ahead.Shape[1]))
        {
            Tensor error = forecast - ahead;
            sums.Add(told[name].Mse, error.Square(), batch.Mask);
            sums.Add(told[name].Mae, error.Abs(), batch.Mask);
            if (columns is [{ Scale: var scale }])
            {
                sums.Add(told[name].Rmse, (error / scale).Square(), batch.Mask);
            }
        }

        sums.End();
    }

    /// <inheritdoc/>
    public override void Begin() => sums.Clear();

    /// <inheritdoc/>
    public override EvaluationMetrics Read() => new(sums.Look().Means, data.Count);

    public override void Dispose()
    {
        step.Dispose();
        sums.Dispose();
        data.GiveBack(isTraining: false);
    }
}
