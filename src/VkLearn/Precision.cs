namespace VkLearn;

/// <summary>How numbers lie in memory between kernels. All arithmetic is float32, and so are weights, their gradients and losses.</summary>
public enum Precision
{
    /// <summary>All in single precision.</summary>
    Float32,

    /// <summary>
    /// What layers hand to matrix products, forward and backward, lies in half precision, rounded to the nearest: half the bytes to keep
    /// for the backward pass (P. Micikevicius et al., "Mixed Precision Training", ICLR 2018). Numbers below 6e-8 become 0 and those above
    /// 65504 infinite, so <see cref="Optimizers.Optimizer.Minimize(Tensor, Layer)"/> scales losses by itself, as large as they can be, and
    /// leaves an update with an infinite gradient out. Whoever takes gradients by <c>loss.Gradients</c> scales that loss.
    /// VKLEARN_NAN=1 finds the NaNs of what is left out, too.
    /// </summary>
    Float16,
}
