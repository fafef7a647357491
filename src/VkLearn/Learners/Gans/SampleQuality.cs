using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>How a generator's samples are judged once it has learned, beside real items.</summary>
public abstract class SampleQuality
{
    /// <summary>What it tells.</summary>
    public abstract IReadOnlyList<(string Name, string Unit)> Numbers { get; }

    /// <param name="data">The real items.</param>
    /// <param name="told">The learner's metrics of <see cref="Numbers"/>.</param>
    public abstract Estimate Of(GpuDevice gpu, GanLearner learner, Splits data, IReadOnlyList<Metric> told);
}
