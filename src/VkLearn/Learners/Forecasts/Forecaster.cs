using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>How a model foretells a series.</summary>
/// <param name="Normalization">What is taken off each window.</param>
/// <param name="IsChannelIndependent">Whether the model sees each column by itself, as a row of its own (Nie et al. 2023).</param>
/// <param name="StepsAtOnce">Steps that the model makes of a window, which then moves on by them, until all are there; 0: all.</param>
/// <param name="Quantiles">What is foretold of each step, the median among them; empty: one number.</param>
public sealed record ForecastRules(WindowNormalization Normalization = WindowNormalization.Last, bool IsChannelIndependent = false,
    int StepsAtOnce = 0, params IReadOnlyList<float> Quantiles)
{
    const float Median = 0.5f;

    /// <summary>Numbers for each step and column.</summary>
    internal int Outputs => Math.Max(1, Quantiles.Count);

    /// <summary>Which of them is the forecast: the median.</summary>
    internal int Middle => Math.Max(0, Quantiles.ToList().IndexOf(Median));

    /// <exception cref="ArgumentException">Quantiles do not rise, lack the median, or are asked of several turns.</exception>
    internal void Check()
    {
        if (Quantiles.Count > 0 && (!Quantiles.Contains(Median) || Quantiles.Zip(Quantiles.Skip(1)).Any(two => two.First >= two.Second)
            || Quantiles[0] <= 0 || Quantiles[^1] >= 1))
        {
            throw new ArgumentException("quantiles must rise, lie between 0 and 1, and 0.5 be one of them, received "
                + FormattableString.Invariant($"[{string.Join(", ", Quantiles)}]."));
        }

        if (Quantiles.Count > 0 && StepsAtOnce > 0)
        {
            throw new ArgumentException("a forecast that goes on from what it foretold itself knows no quantiles but of its first turn. "
                + "Use either quantiles or stepsAtOnce.");
        }
    }
}

/// <summary>Has a model foretell a series: [N, past, columns] to [N, ahead, columns] for each quantile.</summary>
/// <param name="model">[N, past, columns], or where columns are taken by themselves [N columns, past, 1], to as many numbers a row as there
/// are steps, columns and quantiles to be made: [.., steps, columns, quantiles].</param>
sealed class Forecaster(Layer model, ForecastRules rules)
{
    /// <summary>Of several turns, the later ones take what was foretold in those before for what came.</summary>
    /// <returns>By quantile; one if there are none.</returns>
    public Tensor[] Foretell(Tensor past, int ahead)
    {
        int each = rules.StepsAtOnce == 0 ? ahead : Math.Min(rules.StepsAtOnce, ahead);
        Tensor[] all = Turn(past, each);
        for (int done = each; done < ahead; done += each)
        {
            past = Moved(past, all[rules.Middle].Slice(1, done - each, each));
            Tensor[] next = Turn(past, each);
            all = [.. all.Zip(next, (before, after) => Concat.Of(1, before, after))];
        }

        return [.. all.Select(one => one.Slice(1, 0, ahead))];
    }

    static Tensor Moved(Tensor window, Tensor next)
    {
        int kept = window.Shape[1] - next.Shape[1];
        return kept > 0 ? Concat.Of(1, window.Slice(1, next.Shape[1], kept), next) : next.Slice(1, -kept, window.Shape[1]);
    }

    Tensor[] Turn(Tensor past, int steps)
    {
        NormalizedWindow window = NormalizedWindow.Of(past, rules.Normalization);
        (int rows, int length, int columns) = (past.Shape[0], past.Shape[1], past.Shape[2]);
        Tensor made = rules.IsChannelIndependent
            ? Made(window.Window.Permute(0, 2, 1).Reshape([rows * columns, length, 1]), [rows, columns, steps, rules.Outputs])
                .Permute(0, 2, 1, 3)
            : Made(window.Window, [rows, steps, columns, rules.Outputs]);
        return [.. Enumerable.Range(0, rules.Outputs)
            .Select(output => window.Back(made.Slice(3, output, 1).Reshape([rows, steps, columns])))];
    }

    Tensor Made(Tensor window, Shape to)
    {
        Tensor made = model.Forward(window);
        return made.Shape.Count == to.Count ? made.Reshape(to) : throw new ArgumentException(
            $"Forecast: of windows {window.Shape} the model makes {made.Shape}, but {to} is needed, {to.Count / window.Shape[0]} numbers a "
            + $"row. End it with outFeatures: {to.Count / window.Shape[0]}.");
    }
}
