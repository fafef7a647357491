using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Models;

/// <summary>
/// A binary restricted Boltzmann machine: <c>E(v, h) = -v W h - b v - c h</c>. As a layer it gives the hidden units' probabilities,
/// <c>sigmoid(v W + c)</c>: [N, visibleUnits] to [N, hiddenUnits].
/// </summary>
public sealed class Rbm : Layer
{
    /// <param name="visibleUnits">What is seen.</param>
    /// <param name="hiddenUnits">What is made of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no unit of one kind.</exception>
    public Rbm(int visibleUnits, int hiddenUnits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(visibleUnits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenUnits, 1);
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

    protected override Tensor Apply(Tensor input) => (input.MatMul(Weight) + Hidden).Sigmoid();

    /// <summary>The visible units' probabilities for hidden states [N, hiddenUnits].</summary>
    public Tensor Reconstruct(Tensor hidden) => (hidden.MatMul(Weight.Value.Transpose()) + Visible).Sigmoid();

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
        return (v1.Transpose().MatMul(p1) - v0.Transpose().MatMul(p0), (v1 - v0).Sum(0), (p1 - p0).Sum(0), v1);
    }
}
