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

/// <summary>What an <see cref="Rbm"/>'s hidden units are.</summary>
public enum HiddenUnits
{
    /// <summary>0 or 1.</summary>
    Binary,

    /// <summary>Any number, normal around what the visible units say, with deviation 1 (Welling et al. 2005): the linear code at the top
    /// of a deep autoencoder (Hinton and Salakhutdinov 2006).</summary>
    Gaussian,
}

/// <summary>
/// A restricted Boltzmann machine (Hinton 2002; "A practical guide to training restricted Boltzmann machines", 2010). As a layer it
/// gives the hidden units' means, which of binary ones are their probabilities, <c>sigmoid(v W + c)</c>: [N, visibleUnits] to
/// [N, hiddenUnits].
/// </summary>
public sealed class Rbm : Layer, ICodec, IImputer
{
    readonly VisibleUnits visible;
    readonly HiddenUnits hidden;
    readonly int classes;

    /// <param name="visibleUnits">What is seen, labels among it.</param>
    /// <param name="hiddenUnits">What is made of it.</param>
    /// <param name="visible">What the visible units are.</param>
    /// <param name="classes">So many visible units, the last, are one label: one of them is on (softmax: Hinton 2010, section 13.1).
    /// </param>
    /// <param name="hidden">What the hidden units are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no unit of one kind, or none but the label's.</exception>
    public Rbm(int visibleUnits, int hiddenUnits, VisibleUnits visible = VisibleUnits.Binary, int classes = 0,
        HiddenUnits hidden = HiddenUnits.Binary)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        ArgumentOutOfRangeException.ThrowIfLessThan(visibleUnits, 1 + classes);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenUnits, 1);
        (this.visible, this.classes, this.hidden) = (visible, classes, hidden);
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

    /// <summary>Whether its hidden units are binary.</summary>
    public bool HasBinaryHidden => hidden == HiddenUnits.Binary;

    /// <summary>Visible units that are no label's.</summary>
    public int Features => Visible.Shape[0] - classes;

    protected override Tensor Apply(Tensor input) => HiddenMeans(ToHidden(input));

    /// <summary>The hidden units' means for items [N, ..] of as many elements as there are visible units.</summary>
    public Tensor Encode(Tensor items) => Forward(items.Flatten());

    /// <inheritdoc cref="Reconstruct"/>
    public Tensor Decode(Tensor code) => Reconstruct(code);

    /// <inheritdoc/>
    /// <remarks>A step of Gibbs sampling with the known units clamped.</remarks>
    public (Tensor Items, Tensor Means) Impute(Tensor items, Tensor isKnown)
    {
        (Tensor seen, Tensor means) = Gibbs(items.Flatten(), 1, isKnown.Flatten());
        return (seen.Reshape(items.Shape), means.Reshape(items.Shape));
    }

    /// <summary>What the hidden units get: v W + c, [N, hiddenUnits].</summary>
    /// <param name="seen">[N, visibleUnits]; or [N, <see cref="Features"/>], where no label is known.</param>
    public Tensor ToHidden(Tensor seen) =>
        seen.MatMul(classes > 0 && seen.Cols == Features ? Weight.Value.Slice(0, 0, Features) : Weight.Value) + Hidden;

    /// <summary>The hidden units' means for what they get: of binary ones their probabilities.</summary>
    public Tensor HiddenMeans(Tensor toHidden) => HasBinaryHidden ? toHidden.Sigmoid() : toHidden;

    /// <summary>Hidden states around their means [N, hiddenUnits].</summary>
    public Tensor SampleHidden(Tensor means) => HasBinaryHidden ? means.Bernoulli() : means + Tensor.Normal(means.Shape);

    /// <summary>What the visible units get: h W' + b, [N, visibleUnits].</summary>
    public Tensor ToVisible(Tensor hidden) => hidden.MatMul(Weight.Value.Transpose()) + Visible;

    /// <summary>The visible units' means for hidden states [N, hiddenUnits]: of binary ones, and of a label's, their probabilities.
    /// </summary>
    public Tensor Reconstruct(Tensor hidden)
    {
        Tensor toVisible = ToVisible(hidden);
        return classes == 0 ? Means(toVisible)
            : Concat.Of(1, Means(toVisible.Slice(1, 0, Features)), toVisible.Slice(1, Features, classes).Softmax());
    }

    /// <summary>Visible states around their means [N, visibleUnits].</summary>
    public Tensor Sample(Tensor means) => classes == 0 ? Drawn(means)
        : Concat.Of(1, Drawn(means.Slice(1, 0, Features)), OneOf(means.Slice(1, Features, classes)));

    /// <summary>Steps of block Gibbs sampling, from visible states to visible states.</summary>
    /// <param name="isClamped">[1 or N, visibleUnits]: 1 for units that stay as they are, a label or a known part of a picture; null: none
    /// does.</param>
    /// <returns>The last visible states, and their means.</returns>
    public (Tensor Seen, Tensor Means) Gibbs(Tensor seen, int steps, Tensor? isClamped = null)
    {
        Tensor means = seen, given = seen;
        for (int step = 0; step < steps; step++)
        {
            means = Clamped(Reconstruct(SampleHidden(Forward(seen))));
            seen = Clamped(Sample(means));
        }

        return (seen, means);

        Tensor Clamped(Tensor free) => isClamped is null ? free : Where.Select(isClamped, given, free);
    }

    /// <summary>-log of the sum over hidden states of exp(-E(v, h)): -log p(v) - log Z, in nats, for each of [N, visibleUnits].</summary>
    public Tensor FreeEnergy(Tensor seen) => FreeEnergy(seen, ToHidden(seen));

    /// <param name="toHidden"><see cref="ToHidden"/> of what is seen, where it is known.</param>
    /// <inheritdoc cref="FreeEnergy(Tensor)"/>
    internal Tensor FreeEnergy(Tensor seen, Tensor toHidden) =>
        (IsBinary ? -(seen * Visible).Sum(1) : (seen - Visible).Square().Sum(1) * 0.5f)
        - (HasBinaryHidden ? toHidden.Softplus() : toHidden.Square() * 0.5f).Sum(1);

    Tensor Means(Tensor toVisible) => IsBinary ? toVisible.Sigmoid() : toVisible;

    Tensor Drawn(Tensor means) => IsBinary ? means.Bernoulli() : means + Tensor.Normal(means.Shape);

    /// <summary>For each row of probabilities one unit that is on, drawn by them: the first of racing exponentials.</summary>
    static Tensor OneOf(Tensor probabilities) =>
        (probabilities / -Random.Uniform(probabilities.Shape).Log()).ArgMax(-1).OneHot(probabilities.Cols);

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
