using System.Globalization;
using VkLearn.Formats;

namespace VkLearn.Losses;

/// <summary>
/// What large weights cost beside the loss: l1 times the sum of their magnitudes, which makes most of them 0 (Tibshirani 1996), and half of
/// l2 times that of their squares. Biases, and what norms scale by, cost nothing (<see cref="Parameter.Decays"/>).
/// </summary>
public sealed record WeightPenalty(float L1, float L2)
{
    /// <summary>Of the parameters of a model that are learned: a scalar.</summary>
    public Tensor Of(Layer model)
    {
        Tensor[] costs = [.. model.Trainable.Where(one => one.Decays).Select(one => Of(one.Value))];
        return costs.Length == 0 ? Tensor.Zeros([]) : costs.Aggregate((sum, cost) => sum + cost);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"l1 {L1}, l2 {L2}");

    Tensor Of(Tensor weight)
    {
        Tensor? magnitudes = L1 == 0 ? null : weight.Abs().Sum() * L1, squares = L2 == 0 ? null : (weight * weight).Sum() * (L2 / 2);
        return magnitudes is null ? squares ?? Tensor.Zeros([]) : squares is null ? magnitudes : magnitudes + squares;
    }

    /// <summary>A learner's <c>"penalty"</c>; null where it has none.</summary>
    public static WeightPenalty? Read(Settings learner)
    {
        if (learner.Child("penalty") is not { } settings)
        {
            return null;
        }

        WeightPenalty penalty = new(settings.Float("l1", 0, min: 0), settings.Float("l2", 0, min: 0));
        settings.RefuseUnknown();
        return penalty;
    }
}
