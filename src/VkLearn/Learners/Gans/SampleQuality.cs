using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>How what a learner makes of noise is judged once it has learned, beside real items.</summary>
public abstract class SampleQuality
{
    /// <summary>What it tells.</summary>
    public abstract IReadOnlyList<(string Name, string Unit)> Numbers { get; }

    /// <param name="data">The real items.</param>
    /// <param name="told">Its metrics of <see cref="Numbers"/>.</param>
    public abstract Estimate Of(GpuDevice gpu, IItemMaker maker, Splits data, IReadOnlyList<Metric> told);
}
