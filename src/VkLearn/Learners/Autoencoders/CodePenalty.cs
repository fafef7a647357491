using System.Globalization;
using VkLearn.Formats;

namespace VkLearn.Learners;

/// <summary>How codes are held to be sparse.</summary>
public enum CodePenaltyKind
{
    /// <summary>The sum of their sizes.</summary>
    L1,

    /// <summary>How far from a target each one's mean over the batch is: the divergence of Kullback and Leibler of two coins (Ng 2011,
    /// "Sparse autoencoder", section 3). For codes from 0 to 1, as after a sigmoid.</summary>
    KullbackLeibler,
}

/// <summary>What a sparse autoencoder pays for its codes.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Cost">What it is multiplied by.</param>
/// <param name="Target">How often a code should be on, above 0 and below 1; of Kullback and Leibler's alone.</param>
public sealed record CodePenalty(CodePenaltyKind Kind, float Cost, float Target = 0.05f)
{
    const float Least = 1e-6f; // so that no logarithm is of 0

    /// <summary>A scalar, for codes [N, ..]: the mean over items, times the cost.</summary>
    public Tensor Of(Tensor code) =>
        (Kind == CodePenaltyKind.L1 ? code.Abs().Sum() * (1f / code.Shape[0]) : Divergence(code.Mean(0))) * Cost;

    Tensor Divergence(Tensor mean)
    {
        Tensor rate = mean.Clamp(Least, 1 - Least);
        float constant = Target * MathF.Log(Target) + (1 - Target) * MathF.Log(1 - Target);
        return (constant - rate.Log() * Target - (1 - rate).Log() * (1 - Target)).Sum();
    }

    /// <summary>A learner's <c>"sparsity"</c>; null where it says none.</summary>
    internal static CodePenalty? Read(Settings learner) => learner.Child("sparsity") is not { } given ? null
        : new(given.OneOf<CodePenaltyKind>("kind"), given.Float("cost", min: 0), given.Float("target", 0.05f, min: 1e-4f, max: 0.9999f));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kind} {Cost}{(Kind == CodePenaltyKind.L1 ? "" : $" at {Target}")}");
}
