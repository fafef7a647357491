using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Of images with classes, what a classifier that learned the real ones says of samples: how sure it is of them, how evenly they are of all
/// classes, how far their features lie from real ones' (<see cref="FrechetDistance"/>), beside how far those of two halves of the real ones
/// lie apart; and how far samples are from each other, beside how far real ones are. The classifier is kept for the next run.
/// </summary>
public sealed class ClassifierQuality : SampleQuality
{
    /// <summary>Drawn to judge by; as many real ones are beside them, where there are.</summary>
    public int Samples { get; init; } = 10_000;

    /// <summary>Times through the data that the classifier learns.</summary>
    public int Epochs { get; init; } = 2;

    public override IReadOnlyList<(string Name, string Unit)> Numbers =>
    [
        ("sampleConfidence", "%"), ("realConfidence", "%"), ("classMin", "%"), ("classMax", "%"), ("askedShare", "%"),
        ("frechetDistance", ""), ("frechetFloor", ""), ("neighbourDistance", ""), ("realNeighbourDistance", ""),
        ("classifierAccuracy", "%"),
    ];

    public override Estimate Of(GpuDevice gpu, IItemMaker maker, Splits data, IReadOnlyList<Metric> told) =>
        !data.Train.Fields.Any(field => field.Meaning is Meaning.Label) || data.Train.Shape.Rank != 3
            ? throw new ArgumentException("A classifier judges images with labels; these items are "
                + $"{data.Train.Shape}, of {string.Join(", ", data.Train.Fields)}. Leave \"quality\" out.")
            : new ClassifierEstimate(gpu, maker, data, this, told.ToDictionary(metric => metric.Name));

    [ModuleInitializer]
    internal static void Register() => Catalog<SampleQuality>.Add("Classifier",
        "Of images: what a classifier of the real ones says of samples, and how far they are from those and from each other.",
        settings => new ClassifierQuality
        {
            Samples = settings.Int("samples", 10_000, min: 500, max: 1_000_000),
            Epochs = settings.Int("epochs", 2, min: 1, max: 1000),
        });
}
