using VkLearn.Losses;

namespace VkLearn.Learners;

/// <summary>What reconstructions are compared with their items by.</summary>
public enum ReconstructionLoss
{
    /// <summary>Each value as a probability: a decoder gives logits.</summary>
    CrossEntropy,

    /// <summary>The squared difference: a decoder gives the values themselves.</summary>
    SquaredError,
}

static class ReconstructionLossSyntax
{
    extension(ReconstructionLoss loss)
    {
        /// <summary>Of each value what it costs, of one shape.</summary>
        public Tensor Each(Tensor made, Tensor items) => loss == ReconstructionLoss.SquaredError ? (made - items).Square()
            : Loss.BinaryCrossEntropyWithLogits(made, items, Reduction.None);

        /// <summary>The values that a decoder's output stands for.</summary>
        public Tensor Values(Tensor made) => loss == ReconstructionLoss.SquaredError ? made : made.Sigmoid();
    }
}
