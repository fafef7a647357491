using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Of points whose classes are single places, whether samples lie at them (Srivastava et al. 2017, section 4.1): the share within
/// three deviations of one, and the places that have at least a tenth of what would be theirs.
/// </summary>
public sealed class ModesQuality : SampleQuality
{
    /// <summary>Deviations of a place's points, in each direction, within which a sample is at it.</summary>
    public const float Within = 3;

    const float LeastOfShare = 0.1f;

    /// <summary>Drawn to judge by.</summary>
    public int Samples { get; init; } = 10_000;

    public override IReadOnlyList<(string Name, string Unit)> Numbers => [("modesHit", ""), ("highQualityShare", "%")];

    public override Estimate Of(GpuDevice gpu, IItemMaker maker, Splits data, IReadOnlyList<Metric> told)
    {
        Dataset test = data.Test;
        if (test.Shape.Rank != 1)
        {
            throw new ArgumentException($"Modes are places of points [numbers]; items are {test.Shape}. Leave \"quality\" out.");
        }

        Dataset taken = test.Take(isTraining: false);
        Recording recording = gpu.Record(() =>
        {
            Batch real = taken.NextBatch(test.Count);
            Tensor labels = real.Labels(real.LabelField.Name).OneHot(((Meaning.Label)real.LabelField.Meaning).Names.Count);
            return Judge(maker.MakeItems(Samples), real.Input, labels);
        }, training: false, name: "modes");
        return new OneLook(recording, told, Samples, () => taken.GiveBack(isTraining: false));
    }

    /// <summary>The number of places that are hit, and the share of samples at one.</summary>
    /// <param name="samples">[N, numbers].</param>
    /// <param name="real">[n, numbers].</param>
    /// <param name="places">Of the real, 1 for its place: [n, places].</param>
    internal static Tensor[] Judge(Tensor samples, Tensor real, Tensor places)
    {
        (int count, int numbers, int modes) = (samples.Shape[0], samples.Cols, places.Cols);
        Tensor inverse = 1 / places.Sum(0).Reshape([modes, 1]), centers = places.Transpose().MatMul(real) * inverse;
        Tensor variance = (places.Transpose().MatMul((real - places.MatMul(centers)).Square()) * inverse).Mean(1);
        Tensor away = (samples.Reshape([count, 1, numbers]) - centers.Reshape([1, modes, numbers])).Square().Sum(2) / variance;
        Tensor isAtOne = away.Min(1) <= Within * Within;
        Tensor atEach = ((-away).ArgMax(-1).OneHot(modes) * isAtOne.Reshape([count, 1])).Sum(0);
        Tensor isHit = atEach >= places.Mean(0) * (LeastOfShare * count);
        return [isHit.Sum(), isAtOne.Mean()];
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<SampleQuality>.Add("Modes",
        "Of points around places: how many places samples lie at, and how many samples do.",
        settings => new ModesQuality { Samples = settings.Int("samples", 10_000, min: 100, max: 1_000_000) });
}
