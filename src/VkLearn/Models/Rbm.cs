using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Models;

/// <summary>What an <see cref="Rbm"/>'s visible units are.</summary>
public enum VisibleUnits
{
    /// <summary>0 or 1: <c>E(v, h) = -v W h - b v - c h</c>.</summary>
    Binary,

    /// <summary>Any number, normal around what the hidden units say, with deviation 1: <c>E(v, h) = |v - b|² / 2 - v W h - c h</c>. For
    /// data of mean 0 and deviation 1.</summary>
    Gaussian,
}

/// <summary>
/// A restricted Boltzmann machine (Hinton 2002; "A practical guide to training restricted Boltzmann machines", 2010) with binary hidden
/// units. As a layer it gives the hidden units' probabilities, <c>sigmoid(v W + c)</c>: [N, visibleUnits] to [N, hiddenUnits].
/// </summary>
public sealed class Rbm : Layer
{
    readonly VisibleUnits visible;

    /// <param name="visibleUnits">What is seen.</param>
    /// <param name="hiddenUnits">What is made of it.</param>
    /// <param name="visible">What the visible units are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no unit of one kind.</exception>
    public Rbm(int visibleUnits, int hiddenUnits, VisibleUnits visible = VisibleUnits.Binary)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(visibleUnits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenUnits, 1);
        this.visible = visible;
        Weight = Add("weight", [visibleUnits, hiddenUnits], Initializer.Uniform(0.01f));
        Visible = Add("visible", [visibleUnits], Initializer.Zeros);
        Hidden = Add("hidden", [hiddenUnits], Initializer.Zeros);
    }

    /// <summary>W: [visibleUnits, hiddenUnits].</summary>
    public Parameter Weight { get; }

    /// <summary>b, the visible units' bias: [visibleUnits].</summary>
    public Parameter Visible { get; }

    /// <summary>c, the hidden units' bias: [hiddenUnits].</summary>
    public Parameter Hidden { get; }

    /// <summary>Whether its visible units are binary.</summary>
    public bool IsBinary => visible == VisibleUnits.Binary;

    protected override Tensor Apply(Tensor input) => ToHidden(input).Sigmoid();

    /// <summary>What the hidden units get: v W + c, [N, hiddenUnits].</summary>
    public Tensor ToHidden(Tensor seen) => seen.MatMul(Weight) + Hidden;

    /// <summary>What the visible units get: h W' + b, [N, visibleUnits].</summary>
    public Tensor ToVisible(Tensor hidden) => hidden.MatMul(Weight.Value.Transpose()) + Visible;

    /// <summary>The visible units' means for hidden states [N, hiddenUnits]: of binary ones their probabilities.</summary>
    public Tensor Reconstruct(Tensor hidden) => IsBinary ? ToVisible(hidden).Sigmoid() : ToVisible(hidden);

    /// <summary>Visible states around their means [N, visibleUnits].</summary>
    public Tensor Sample(Tensor means) => IsBinary ? means.Bernoulli() : means + Tensor.Normal(means.Shape);

    /// <summary>Steps of block Gibbs sampling, from visible states to visible states.</summary>
    /// <returns>The last visible states, and their means.</returns>
    public (Tensor Seen, Tensor Means) Gibbs(Tensor seen, int steps)
    {
        Tensor means = seen;
        for (int step = 0; step < steps; step++)
        {
            means = Reconstruct(Forward(seen).Bernoulli());
            seen = Sample(means);
        }

        return (seen, means);
    }

    /// <summary>-log of the sum over hidden states of exp(-E(v, h)): -log p(v) - log Z, in nats, for each of [N, visibleUnits].</summary>
    public Tensor FreeEnergy(Tensor seen) => FreeEnergy(seen, ToHidden(seen));

    /// <param name="toHidden"><see cref="ToHidden"/> of what is seen, where it is known.</param>
    /// <inheritdoc cref="FreeEnergy(Tensor)"/>
    internal Tensor FreeEnergy(Tensor seen, Tensor toHidden) =>
        (IsBinary ? -(seen * Visible).Sum(1) : (seen - Visible).Square().Sum(1) * 0.5f) - toHidden.Softplus().Sum(1);

    /// <summary>
    /// Contrastive divergence, CD-1 (Hinton 2002): hidden states are sampled, the rest are probabilities.
    /// </summary>
    /// <param name="v0">What is seen: [N, visibleUnits], from 0 to 1.</param>
    /// <returns>What is to fall, the dream less what was seen, summed over the batch: of <see cref="Weight"/>, <see cref="Visible"/>,
    /// <see cref="Hidden"/>; and the dream v1, [N, visibleUnits].</returns>
    public (Tensor Weight, Tensor Visible, Tensor Hidden, Tensor Dream) ContrastiveDivergence(Tensor v0)
    {
        Tensor p0 = Forward(v0), h0 = Random.Uniform(p0.Shape) < p0;
        Tensor v1 = Reconstruct(h0), p1 = Forward(v1);
        Tensor weight = Concat.Of(0, v1, v0).Transpose().MatMul(Concat.Of(0, p1, -p0)); // one product for both phases
        return (weight, (v1 - v0).Sum(0), (p1 - p0).Sum(0), v1);
    }
}
