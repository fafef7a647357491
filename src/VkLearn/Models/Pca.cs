using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Gpu;

namespace VkLearn.Models;

/// <summary>
/// Principal components (Pearson 1901): the few directions in which items differ most, found on the device by a randomised singular value
/// decomposition (<see cref="RandomizedSvd"/>). Those of less variance than a few millionths of the greatest are lost in float32: zeros.
/// As a layer it gives items' places along them: [N, ..item] to [N, components].
/// </summary>
public sealed class Pca : Layer
{
    readonly State mean, components, variance, total;

    /// <param name="features">Values of an item.</param>
    /// <param name="components">Directions, at most as many as features.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none, or there are more than features.</exception>
    public Pca(int features, int components)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(components, features);
        mean = AddState("mean", [features]);
        this.components = AddState("components", [components, features]);
        variance = AddState("variance", [components]);
        total = AddState("total", [1]);
    }

    /// <summary>The mean item: [features].</summary>
    public State Mean => mean;

    /// <summary>Directions of length 1 at right angles, that of most variance first: [components, features]. Of each the element of
    /// greatest size is above 0.</summary>
    public State Components => components;

    /// <summary>The items' variance along each component, by n - 1.</summary>
    /// <exception cref="InvalidOperationException">It was not fitted.</exception>
    public float[] ExplainedVariance => variance.ToArray();

    /// <summary>What share of all variance that is.</summary>
    /// <inheritdoc cref="ExplainedVariance"/>
    public float[] ExplainedVarianceRatio
    {
        get
        {
            float all = total.ToArray()[0];
            return [.. ExplainedVariance.Select(one => all > 0 ? one / all : 0)];
        }
    }

    /// <summary>Finds the components of a data set's items; waits for them. The same items on the same device give the same bits.</summary>
    /// <param name="powers">See <see cref="RandomizedSvd"/>.</param>
    /// <exception cref="ArgumentException">Its items have other sizes, or there are fewer than two.</exception>
    public void Fit(GpuDevice gpu, Dataset items, int powers = 4)
    {
        using RandomizedSvd svd = new(gpu, items, mean.Shape[0], components.Shape[0], powers);
        svd.Run();
        Session.Of(gpu).Settle([mean, components, variance, total]);
        mean.Load(svd.Mean);
        components.Load(svd.Directions);
        variance.Load(svd.Variances);
        total.Load([svd.TotalVariance]);
    }

    /// <summary>Items [N, ..item] as what they have of each component: [N, components].</summary>
    public Tensor Transform(Tensor items) =>
        (items.Flatten() - mean).MatMul(components.Value.Transpose());

    /// <summary>[N, components] as items [N, features].</summary>
    public Tensor InverseTransform(Tensor codes) => codes.MatMul(components) + mean;

    protected override Tensor Apply(Tensor input) => Transform(input);
}
