namespace VkLearn.Learners;

/// <summary>
/// Keeps a critic's slope near 1 where items may lie (Gulrajani et al. 2017, equation 3): the squared difference of its gradient's norm
/// from 1, at random places on the lines between real and made items. Its own gradient is one of a gradient.
/// </summary>
public static class GradientPenalty
{
    // The root's slope at 0 is infinite.
    const float Least = 1e-12f;

    /// <param name="critic">Items [N, ..item] to [N, 1], each by itself: no batch normalisation.</param>
    /// <param name="real">[N, ..item].</param>
    /// <param name="made">As many.</param>
    /// <returns>Its mean over the batch: a scalar.</returns>
    public static Tensor Of(Func<Tensor, Tensor> critic, Tensor real, Tensor made)
    {
        Tensor share = Tensor.Uniform([real.Shape[0], .. Enumerable.Repeat(1, real.Shape.Rank - 1)]);
        return At(critic, made + share * (real - made));
    }

    /// <summary>At given places.</summary>
    /// <inheritdoc cref="Of"/>
    public static Tensor At(Func<Tensor, Tensor> critic, Tensor places)
    {
        Tensor slope = critic(places).Sum().Gradients(places)[0].Flatten();
        return ((slope.Square().Sum(1) + Least).Sqrt() - 1).Square().Mean();
    }
}
