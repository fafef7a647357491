using VkLearn.Gpu;

namespace VkLearn.Data;

/// <summary>Where a scene's items come from: what its "data" names.</summary>
public abstract class DataSource
{
    /// <summary>What the source is, in words for the user, before it is loaded.</summary>
    public abstract string Description { get; }

    /// <summary>Labels go from 0 to one less.</summary>
    public abstract int Classes { get; }

    /// <summary>Makes or reads what a model learns from, and other items to test it on. May take seconds.</summary>
    /// <param name="gpu">The device that they will lie on.</param>
    /// <exception cref="DataException">A file is missing or cannot be used.</exception>
    public abstract (Dataset Train, Dataset Test) Load(GpuDevice gpu);
}
