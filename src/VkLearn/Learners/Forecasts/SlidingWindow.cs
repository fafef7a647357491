using VkLearn.Data;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// A window of a series that slides on by one step each time it is looked at, in the data's own unit: <c>past</c> [columns, steps], as many
/// steps as are ahead twice at most; <c>came</c> [columns, 1 + ahead], what came then; <c>forecast</c> [columns, quantiles, 1 + ahead],
/// what was foretold. The last two begin with the last step of the past, so that lines go on.
/// </summary>
/// <param name="foretell">Of [1, past, columns] and a number of steps, by quantile.</param>
sealed class SlidingWindow(Dataset data, IReadOnlyList<Feature> columns, Func<Tensor, int, Tensor[]> foretell)
{
    const int PastForEachAhead = 2, Fewest = 12;

    Dataset? taken; // a place of its own in the data, kept as long as this

    public IReadOnlyDictionary<string, Tensor> Step()
    {
        taken ??= data.Take(isTraining: false);
        (Tensor past, Tensor ahead) = taken.NextBatch(1);
        (int length, int steps) = (past.Shape[1], ahead.Shape[1]);
        int shown = Math.Min(length, Math.Max(Fewest, PastForEachAhead * steps));
        Tensor last = ByColumn(past.Slice(1, length - 1, 1));
        Tensor[] foretold = [.. foretell(past, steps).Select(one => Concat.Of(1, last, ByColumn(one)))];
        return new Dictionary<string, Tensor>
        {
            ["past"] = Measured(ByColumn(past.Slice(1, length - shown, shown))),
            ["came"] = Measured(Concat.Of(1, last, ByColumn(ahead))),
            ["forecast"] = Measured(Tensor.Stack(1, foretold)),
        };
    }

    /// <summary>[1, steps, columns] to [columns, steps].</summary>
    static Tensor ByColumn(Tensor window) => window.Reshape([window.Shape[1], window.Shape[2]]).Transpose();

    /// <summary>[columns, ..] in the data's own unit.</summary>
    Tensor Measured(Tensor scaled)
    {
        Shape beside = [columns.Count, .. Enumerable.Repeat(1, scaled.Shape.Rank - 1)];
        return scaled * Tensor.From([.. columns.Select(column => 1 / column.Scale)], beside)
            + Tensor.From([.. columns.Select(column => column.Mean)], beside);
    }
}
