using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>
/// What an optimiser's losses are multiplied by before their gradients are taken, where numbers lie in half precision, so that small
/// gradients do not become 0 (Micikevicius et al. 2018, section 3.2; the numbers of PyTorch's GradScaler). It is all on the device: the
/// scale grows after so many updates without an infinite gradient, falls after one with one, and that update is left out.
/// </summary>
sealed class LossScale
{
    const float First = 65536, Growth = 2, Backoff = 0.5f;
    const int GrowthInterval = 2000;

    readonly State scale = new("lossScale", [], First), streak = new("lossScale.streak", []), skipped = new("lossScale.skipped", []);

    /// <summary>What its future depends on.</summary>
    public IReadOnlyList<State> States => [scale, streak, skipped];

    /// <summary>The gradients of a loss, times the scale; what they are without it can be watched by their names.</summary>
    public Tensor[] Gradients(Tensor loss, IReadOnlyList<Parameter> of)
    {
        Tensor factor = scale.Value;
        Tensor[] scaled = (loss * factor).Gradients(of);
        for (int i = 0; i < scaled.Length; i++)
        {
            Tensor whole = scaled[i] * (1 / factor);
            (whole.Name, scaled[i].Name) = ($"{of[i].Path}:gradient", $"{of[i].Path}:scaledGradient");
            Trace.Current.Offer(whole);
        }

        return scaled;
    }

    /// <summary>Takes note of an update's gradients; what comes after sees the scale that follows from them.</summary>
    /// <param name="norm">Of all of them together, scaled.</param>
    public UpdateSkip Note(Tensor norm)
    {
        Tensor isFinite = norm < float.PositiveInfinity, next = streak.Value + 1, grows = isFinite * (1 - (next < GrowthInterval));
        Tensor factor = Where.Select(isFinite, 1 + grows * (Growth - 1), Backoff), before = scale.Value;
        Tensor unscale = 1 / before, left = skipped.Value;
        scale.Assign(before * factor);
        streak.Assign(Where.Select(isFinite, next * (1 - grows), 0f));
        skipped.Assign(left + (1 - isFinite));
        return new UpdateSkip(isFinite, left, unscale);
    }
}

/// <summary>Whether an update is left out.</summary>
/// <param name="IsMade">1, or 0 where it is left out: a scalar.</param>
/// <param name="Skipped">How many were before it, which do not count as updates.</param>
/// <param name="Unscale">What gradients are multiplied by to be those of the loss.</param>
sealed record UpdateSkip(Tensor IsMade, Tensor Skipped, Tensor Unscale);
