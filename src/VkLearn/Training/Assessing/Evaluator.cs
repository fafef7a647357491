using VkLearn.Data;
using VkLearn.Gpu;

namespace VkLearn.Training;

/// <summary>Tests a learner on a data set, by a recording of its own; counts on the device, and reads a few numbers at the end.</summary>
public sealed class Evaluator : IAssessment, IDisposable
{
    readonly MetricSums sums;
    readonly Dataset data;
    bool isDisposed;

    /// <exception cref="ArgumentException">The learner does not fit the data; the message says where and what would.</exception>
    public Evaluator(GpuDevice gpu, Learner learner, Dataset data, int batchSize = 256)
    {
        batchSize = Math.Min(batchSize, data.Count);
        Batches = (data.Count + batchSize - 1) / batchSize;
        this.data = data.Take(isTraining: false);
        sums = new MetricSums(learner.Metrics);
        try
        {
            Step = gpu.Record(() => learner.TraceTest(this.data.NextBatch(batchSize), sums), training: false, name: "evaluation step");
        }
        catch
        {
            this.data.GiveBack(isTraining: false);
            sums.Dispose();
            throw;
        }
    }

    /// <summary>What it tests on.</summary>
    public Dataset Data => data;

    /// <summary>The recorded evaluation of a batch; after <see cref="Begin"/>, <see cref="Batches"/> replays go through the whole set.
    /// </summary>
    public Recording Step { get; }

    public int Batches { get; }

    /// <inheritdoc/>
    public IReadOnlyList<(Recording Step, int Times)> Parts => [(Step, Batches)];

    /// <summary>Whether the learner's test tells anything.</summary>
    public bool HasTest => sums.Count > 0;

    /// <summary>Whether the learner's test tells of a metric.</summary>
    public bool Tells(Metric metric) => sums.Has(metric);

    /// <summary>Forgets what was counted.</summary>
    public void Begin() => sums.Clear();

    /// <summary>What was counted, once the whole set was gone through; waits for it.</summary>
    public EvaluationMetrics Read() => new(sums.Look().Means, data.Count);

    public void Dispose()
    {
        Step.Dispose();
        if (!isDisposed)
        {
            isDisposed = true;
            sums.Dispose();
            data.GiveBack(isTraining: false);
        }
    }
}
