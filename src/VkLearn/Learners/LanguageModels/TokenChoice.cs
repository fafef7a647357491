using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>How the next token is chosen of what a model expects.</summary>
/// <param name="Temperature">What logits are divided by; 0: the most probable is taken.</param>
/// <param name="TopK">Of so many of the most probable, and those that are as probable as the last; 0: of all.</param>
/// <param name="TopP">Of the fewest that have this probability together (Holtzman et al. 2020), after <paramref name="TopK"/>, and those
/// that are as probable as the last; 1: of all.</param>
public sealed record TokenChoice(float Temperature = 1, int TopK = 0, float TopP = 1)
{
    const float LeastUniform = 1f / (1 << 25); // below all that are drawn but 0

    /// <summary>The tokens chosen by logits [S, tokens]: Int32 [S].</summary>
    public Tensor Of(Tensor logits) => Temperature == 0 ? logits.ArgMax(-1) : Drawn(logits / Temperature);

    /// <param name="temperature">A scalar above 0 that takes the place of <see cref="Temperature"/>, to be turned.</param>
    /// <inheritdoc cref="Of(Tensor)"/>
    public Tensor Of(Tensor logits, Tensor temperature) => Drawn(logits / temperature);

    /// <summary>The greatest of logits with noise of Gumbel's distribution is drawn by their softmax (Gumbel 1954).</summary>
    Tensor Drawn(Tensor logits)
    {
        Tensor noise = -(-Tensor.Uniform(logits.Shape).Maximum(LeastUniform).Log()).Log();
        return (Allowed(logits) + noise).ArgMax(-1);
    }

    /// <summary>The logits, those that are not to be chosen minus infinity.</summary>
    public Tensor Allowed(Tensor logits)
    {
        Tensor allowed = logits;
        if (TopK > 0 && TopK < logits.Cols)
        {
            allowed = AtLeast(allowed, allowed.TopK(TopK).Values.Slice(-1, TopK - 1, 1));
        }

        if (TopP < 1)
        {
            Tensor sorted = allowed.Sort(descending: true).Values, probability = sorted.Softmax();
            Tensor before = probability.CumSum(-1) - probability;
            allowed = AtLeast(allowed, Where.Select(before < TopP, sorted, float.PositiveInfinity).Min(-1, keepAxis: true));
        }

        return allowed;
    }

    static Tensor AtLeast(Tensor logits, Tensor least) => Where.Select(logits < least, float.NegativeInfinity, logits);
}
