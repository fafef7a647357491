using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// A learner's sampler <c>interpolation</c>, which makes <c>between</c>: for each of a few pairs of items a row of what is decoded from
/// codes evenly between theirs, [pairs * <see cref="Steps"/>, ..item].
/// </summary>
/// <param name="encode">Items [N, ..item] to codes [N, ..].</param>
/// <param name="decode">Codes to items of a shape, [N, ..item].</param>
public sealed class Interpolation(Func<Tensor, Tensor> encode, Func<Tensor, Shape, Tensor> decode)
{
    /// <summary>Items of a row, both ends among them.</summary>
    public const int Steps = 8;

    const int MostPairs = 8;

    Tensor? ends; // the pairs' first items, then their second: [2 pairs, ..item]

    public Sampler Sampler => new("interpolation", () => new Dictionary<string, Tensor> { ["between"] = Between() });

    /// <summary>Takes a data set's first items as pairs; to be called before it samples.</summary>
    public void Take(GpuDevice gpu, Dataset items) => ends = items.First(gpu, 2 * Math.Clamp(items.Count / 2, 1, MostPairs));

    Tensor Between()
    {
        Tensor items = ends ?? throw new InvalidOperationException("Interpolation: there are no items yet to go between. Take some.");
        Tensor codes = encode(items);
        int pairs = codes.Shape[0] / 2;
        Tensor from = codes.Slice(0, 0, pairs), to = codes.Slice(0, pairs, pairs);
        Tensor rows = Tensor.Stack(1, [.. Enumerable.Range(0, Steps).Select(i => i / (Steps - 1f))
            .Select(share => from * (1 - share) + to * share)]);
        return decode(rows.Reshape([pairs * Steps, .. codes.Shape.Without(0)]), [pairs * Steps, .. items.Shape.Without(0)]);
    }
}
