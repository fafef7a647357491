using VkLearn.Losses;

namespace VkLearn.Learners;

/// <summary>What two players of a <see cref="GanLearner"/> play for, by what the critic says of items: a number each.</summary>
public enum AdversarialLoss
{
    /// <summary>Logits of being real; the generator wants its items taken for real (Goodfellow et al. 2014, section 3).</summary>
    NonSaturating,

    /// <summary>1 for real and 0 for made, by the squared difference (Mao et al. 2017, equation 9).</summary>
    LeastSquares,

    /// <summary>Above 1 for real and below -1 for made (Lim and Ye 2017; Miyato et al. 2018, equations 16 and 17).</summary>
    Hinge,

    /// <summary>As much more for real as a critic of bounded slope can say, which is how far the two lie apart (Arjovsky et al. 2017); the
    /// slope is bounded by a gradient penalty or by spectral normalisation.</summary>
    Wasserstein,
}

public static class AdversarialLossSyntax
{
    extension(AdversarialLoss loss)
    {
        /// <summary>What the critic wants small, of what it says of real and of made items, [N, 1] each: a scalar.</summary>
        public Tensor OfCritic(Tensor real, Tensor made) => loss switch
        {
            AdversarialLoss.LeastSquares => (real - 1).Square().Mean() + made.Square().Mean(),
            AdversarialLoss.Hinge => (1 - real).Relu().Mean() + (1 + made).Relu().Mean(),
            AdversarialLoss.Wasserstein => made.Mean() - real.Mean(),
            _ => Softplus(-real) + Softplus(made),
        };

        /// <summary>What the generator wants small, of what the critic says of its items, [N, 1]: a scalar.</summary>
        public Tensor OfGenerator(Tensor made) => loss switch
        {
            AdversarialLoss.LeastSquares => (made - 1).Square().Mean(),
            AdversarialLoss.Hinge or AdversarialLoss.Wasserstein => -made.Mean(),
            _ => Softplus(-made),
        };

        /// <summary>What the critic says as it is told: a logit as its probability.</summary>
        public Tensor Told(Tensor said) => loss == AdversarialLoss.NonSaturating ? said.Sigmoid() : said;
    }

    // Cross entropy of a logit, -log sigmoid(-x).
    static Tensor Softplus(Tensor logit) => logit.Softplus().Mean();
}
