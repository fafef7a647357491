using VkLearn.Optimizers;
using VkLearn.Primitives;

namespace VkLearn.Cli;

/// <summary>
/// A binary restricted Boltzmann machine as plain ops. A step is contrastive divergence, CD-1 (Hinton 2002): hidden states are sampled, the
/// rest are probabilities. Only the weights decay.
/// </summary>
sealed class Rbm : Layer
{
    readonly Parameter weight, visible, hidden;

    public Rbm(int visibleUnits, int hiddenUnits)
    {
        weight = Add("weight", [visibleUnits, hiddenUnits], Initializer.Uniform(0.01f));
        visible = Add("visible", [visibleUnits], Initializer.Zeros);
        hidden = Add("hidden", [hiddenUnits], Initializer.Zeros);
    }

    /// <summary>The hidden units' probabilities.</summary>
    protected override Tensor Apply(Tensor input) => (input.MatMul(weight) + hidden).Sigmoid();

    /// <summary>One step on a batch [N, visibleUnits] of zeros and ones.</summary>
    public void Learn(Tensor v0, Optimizer ofWeight, Optimizer ofBiases)
    {
        Tensor p0 = Forward(v0), h0 = Primitives.Random.Uniform(p0.Shape) < p0;
        Tensor v1 = (h0.MatMul(weight.Value.Transpose()) + visible).Sigmoid(), p1 = Forward(v1);
        Tensor toWeight = v1.Transpose().MatMul(p1) - v0.Transpose().MatMul(p0); // what is to fall: the dream less what was seen
        ofWeight.Apply(weight, toWeight);
        ofBiases.Apply([visible, hidden], [(v1 - v0).Sum(0), (p1 - p0).Sum(0)]);
    }
}
