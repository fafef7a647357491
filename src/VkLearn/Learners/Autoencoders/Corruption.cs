using System.Globalization;
using VkLearn.Formats;
using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Learners;

/// <summary>What is done to items that a denoising autoencoder is to mend (Vincent et al. 2010, section 3.3).</summary>
public enum CorruptionKind
{
    /// <summary>A share of the values, drawn anew for each item, is 0.</summary>
    Masking,

    /// <summary>Normal noise of a deviation is added.</summary>
    Gaussian,

    /// <summary>A share of the values is 0 or 1, each as often.</summary>
    SaltAndPepper,
}

/// <param name="Kind">What is done.</param>
/// <param name="Amount">The share of the values, from 0 to 1, or of Gaussian noise its deviation.</param>
/// <inheritdoc cref="CorruptionKind"/>
public sealed record Corruption(CorruptionKind Kind, float Amount)
{
    /// <summary>Items [N, ..] with the noise of a step.</summary>
    public Tensor Of(Tensor items) => Kind switch
    {
        CorruptionKind.Masking => items * (1 - Tensor.Bernoulli(items.Shape, Amount)),
        CorruptionKind.Gaussian => items + Tensor.Normal(items.Shape) * Amount,
        _ => SaltAndPepper(items),
    };

    Tensor SaltAndPepper(Tensor items)
    {
        Tensor drawn = Random.Uniform(items.Shape);
        return Where.Select(drawn < Amount, drawn < Amount / 2, items);
    }

    /// <summary>A learner's <c>"corruption"</c>; null where it says none.</summary>
    internal static Corruption? Read(Settings learner) => learner.Child("corruption") is not { } given ? null
        : new(given.OneOf<CorruptionKind>("kind"), given.Float("amount", min: 0, max: 1));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Amount}");
}
