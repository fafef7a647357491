using VkLearn.Layers;
using VkLearn.Models;

namespace VkLearn.Learners;

/// <summary>A deep autoencoder that begins as a stack of Boltzmann machines, unrolled (Hinton and Salakhutdinov 2006).</summary>
static class AutoencoderPretraining
{
    /// <exception cref="ArgumentException">The model's layers are no machines that stand on each other.</exception>
    public static (DeepBeliefNet Net, GreedyPretraining Pretraining) Of(Autoencoder model, IReadOnlyList<RbmTraining> machines)
    {
        IReadOnlyList<Dense> encoder = DeepBeliefNet.DenseIn(model.Encoder), decoder = [.. DeepBeliefNet.DenseIn(model.Decoder).Reverse()];
        if (decoder.Count != encoder.Count)
        {
            throw new ArgumentException($"Autoencoder: pretraining begins a Dense layer of the decoder for each of the encoder's "
                + $"{encoder.Count}; there are {decoder.Count}. Use tied: false.");
        }

        DeepBeliefNet net = new(DeepBeliefNet.UnitsOf(encoder), top: HiddenUnits.Gaussian);
        return (net, new(net, machines) { Encoder = encoder, Decoder = decoder });
    }
}
