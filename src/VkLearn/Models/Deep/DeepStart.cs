using VkLearn.Layers;

namespace VkLearn.Models;

/// <summary>What the hidden layers of a <see cref="DeepMlp"/> are, and how their weights begin.</summary>
public enum DeepStart
{
    /// <summary>sigmoid(W h + b), W within the root of 1 / width: a start as one writes it down, with which depth is deadly.</summary>
    Sigmoid,

    /// <summary>ReLU(W h + b) by He et al. 2015: signals keep their size in the mean, but wander off over many layers.</summary>
    Relu,

    /// <summary>SELU(W h + b) by LeCun et al. 1998: mean and variance come back to 0 and 1 (Klambauer et al. 2017).</summary>
    Selu,

    /// <summary>tanh(W h + b), W orthogonal (Saxe et al. 2014; of thousands of layers Pennington et al. 2017).</summary>
    Orthogonal,

    /// <summary>h + scale ReLU(W h + b), each scale learned and 0 at first (Bachlechner et al. 2020).</summary>
    ReZero,

    /// <summary>h + scale (ReLU((h + b1) W1 + b2) + b3) W2 + b4, W1 by He times the number of blocks to the power of -1/2, W2 of zeros, all
    /// others scalars (Zhang et al. 2019, section 3.2); two layers a block.</summary>
    Fixup,
}

static class DeepStartSyntax
{
    extension(DeepStart start)
    {
        /// <summary>Layers with a weight in one of its blocks.</summary>
        public int LayersInBlock => start == DeepStart.Fixup ? 2 : 1;

        /// <param name="blocks">How many there are.</param>
        public Layer Block(int width, int blocks) => start switch
        {
            DeepStart.Sigmoid => new Sequential(Dense(width, Initializer.Uniform(1 / MathF.Sqrt(width))), new Sigmoid()),
            DeepStart.Relu => new Sequential(Dense(width, Initializer.He(width)), new Relu()),
            DeepStart.Selu => new Sequential(Dense(width, Initializer.LeCunNormal(width)), new Selu()),
            DeepStart.Orthogonal => new Sequential(Dense(width, Initializer.Orthogonal()), new Tanh()),
            DeepStart.ReZero => new Residual(reZero: true, Dense(width, Initializer.He(width)), new Relu()),
            _ => new FixupBlock(width, blocks),
        };
    }

    static Dense Dense(int width, Initializer weight) => new(width, width, weight: weight);
}
