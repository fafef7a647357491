using VkLearn.Gpu;

namespace VkLearn.Data;

/// <summary>Where a scene's items come from: what its "data" names.</summary>
public abstract class DataSource
{
    /// <summary>What <see cref="Load"/> does, in words for the user who waits: "reading Fashion-MNIST".</summary>
    public abstract string Loading { get; }

    /// <summary>Labels go from 0 to one less.</summary>
    public abstract int Classes { get; }

    /// <summary>What the labels mean, by label; by default their numbers.</summary>
    public virtual IReadOnlyList<string> ClassNames => [.. Enumerable.Range(0, Classes).Select(label => $"{label}")];

    /// <summary>The shape of an item as a scene's model takes it; for images [channels, rows, columns].</summary>
    public abstract Shape Item { get; }

    /// <summary>Makes or reads what a model learns from, and other items to test it on. May take seconds.</summary>
    /// <param name="gpu">The device that they will lie on.</param>
    /// <exception cref="DataException">A file is missing or cannot be used.</exception>
    public abstract Splits Load(GpuDevice gpu);
}
