using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>What a moving average that began at 0 is divided by (Kingma and Ba 2015, section 3).</summary>
static class BiasCorrection
{
    /// <summary>1 - beta^step, exact where that is as little as 1 - beta: the difference would lose all but a few bits.</summary>
    public static Tensor Of(float beta, Tensor step) => -(step * (float)Math.Log(beta)).Expm1();
}
