using System.Globalization;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// How an <see cref="Rbm"/>'s parameters follow the gradient of log p: the centred one (Cho et al. 2011; Montavon and Mueller 2012; as
/// Melchior et al. 2016 have it, of the plain machine's own parameters), less what holds it back. The means are those of the first batches,
/// until there were enough for a slow one: had they begun in the middle and come near slowly, hidden units would in a short training be
/// driven to their ends, and stay there.
/// </summary>
sealed class CentredGradient
{
    const float Slide = 0.01f; // of means, a batch
    const float Rarest = 0.01f; // what a batch's means say of units that were never on in it

    readonly Rbm rbm;
    readonly State seenMean, hiddenMean, batches = new("batches", [1]);
    readonly State? activity;
    readonly float weightDecay, sparsity, sparsityCost;

    /// <param name="weightDecay">Of the weights, not of the biases.</param>
    /// <param name="sparsity">How often a hidden unit should be on; it is drawn there by <paramref name="sparsityCost"/> (Hinton 2010,
    /// section 11).</param>
    public CentredGradient(Rbm rbm, float weightDecay = 0, float sparsity = 0.1f, float sparsityCost = 0)
    {
        (this.rbm, this.weightDecay, this.sparsity, this.sparsityCost) = (rbm, weightDecay, sparsity, sparsityCost);
        seenMean = new State("seenMean", rbm.Visible.Shape, rbm.IsBinary ? 0.5f : 0);
        hiddenMean = new State("hiddenMean", rbm.Hidden.Shape, rbm.HasBinaryHidden ? 0.5f : 0);
        activity = sparsityCost == 0 ? null : new State("activity", rbm.Hidden.Shape, sparsity);
    }

    /// <summary>What it carries from step to step, which its learner is to own.</summary>
    public IReadOnlyList<State> States =>
        [seenMean, hiddenMean, batches, .. activity is null ? [] : new[] { activity }];

    /// <summary>How often each visible unit was on of late.</summary>
    public State SeenMean => seenMean;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{sparsity} at {sparsityCost}, weight decay {weightDecay}");

    /// <summary>The gradient of log p less what holds it back, with the means of data taken off both sides; one product of stacked rows.
    /// </summary>
    /// <param name="seen">[N, visibleUnits], of which <paramref name="hidden"/> are the hidden units' means.</param>
    /// <param name="chain">What the machine makes, [M, visibleUnits], with <paramref name="hiddenOfChain"/>.</param>
    public void Apply(Sgd optimizer, Tensor seen, Tensor hidden, Tensor chain, Tensor hiddenOfChain)
    {
        Tensor meanSeen = seen.Mean(0), meanHidden = hidden.Mean(0);
        (Tensor ofSeen, Tensor ofHidden) = Slid(meanSeen, meanHidden);
        Tensor moreSeen = meanSeen - chain.Mean(0), moreHidden = meanHidden - hiddenOfChain.Mean(0);
        Tensor rows = Concat.Of(0, seen, chain, Row(ofSeen), Row(moreSeen));
        Tensor columns = Concat.Of(0,
            hidden * (1f / seen.Shape[0]), hiddenOfChain * (-1f / chain.Shape[0]), -Row(moreHidden), -Row(ofHidden));
        Tensor weight = rows.Transpose().MatMul(columns);
        Tensor ofVisible = moreSeen - weight.MatMul(ofHidden.Reshape([ofHidden.Shape[0], 1])).Reshape(ofSeen.Shape);
        Tensor ofHiddenBias = moreHidden - Row(ofSeen).MatMul(weight).Reshape(ofHidden.Shape);
        if (activity is not null)
        {
            Tensor rate = activity.Value * 0.9f + meanHidden * 0.1f;
            activity.Assign(rate);
            ofHiddenBias -= (rate - sparsity) * sparsityCost;
        }

        optimizer.Apply([rbm.Weight, rbm.Visible, rbm.Hidden],
            [weightDecay == 0 ? -weight : rbm.Weight.Value * weightDecay - weight, -ofVisible, -ofHiddenBias]);
    }

    /// <summary>The first batch's means are at once those of the visible units without a weight (Hinton 2010, section 8.1). To be called
    /// before the machine is used in a step.</summary>
    /// <param name="seen">[N, visibleUnits].</param>
    public void Begin(Tensor seen)
    {
        Tensor mean = seen.Mean(0), likely = mean.Maximum(Rarest).Minimum(1 - Rarest);
        Tensor bias = rbm.IsBinary ? (likely / (1 - likely)).Log() : mean;
        Trace.Current.Assign(rbm.Visible, Where.Select(batches.Value < 1f, bias, rbm.Visible), by: nameof(Begin));
    }

    /// <summary>The means with a batch more: of all so far, until the slow ones know as many.</summary>
    (Tensor Seen, Tensor Hidden) Slid(Tensor seen, Tensor hidden)
    {
        Tensor count = batches.Value + 1, share = (1 / count).Maximum(Slide);
        Tensor ofSeen = seenMean.Value + (seen - seenMean.Value) * share, ofHidden = hiddenMean.Value + (hidden - hiddenMean.Value) * share;
        batches.Assign(count);
        seenMean.Assign(ofSeen);
        hiddenMean.Assign(ofHidden);
        return (ofSeen, ofHidden);
    }

    static Tensor Row(Tensor vector) => vector.Reshape([1, vector.Shape[0]]);
}
