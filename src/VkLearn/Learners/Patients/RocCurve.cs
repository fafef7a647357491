namespace VkLearn.Learners;

/// <summary>
/// The receiver operating characteristic of scores, exact: the share of positives that is found, over the share of negatives that is taken
/// for them. It is the distribution of the positives' placement values, the share of negatives that lies above each (Pepe and Cai 2004),
/// and the area under it is one less their mean (Hanley and McNeil 1982). Scores of several models at once, [models, rows].
/// </summary>
public static class RocCurve
{
    const float Rounding = 1e-6f; // of shares that were divided

    /// <summary>The share of negatives whose score is above each row's, equal ones counting half: [models, rows].</summary>
    /// <param name="negative">1 for each negative, else 0: [models, rows].</param>
    static Tensor Placements(Tensor scores, Tensor negative)
    {
        (int models, int rows) = (scores.Shape[0], scores.Shape[1]);
        Tensor mine = scores.Reshape([models, rows, 1]), others = scores.Reshape([models, 1, rows]);
        Tensor above = (others > mine) + others.EqualTo(mine) * 0.5f;
        return above.MatMul(negative.Reshape([models, rows, 1])).Reshape([models, rows]) / negative.Sum(1, keepAxis: true);
    }

    /// <summary>The area under the curve: [models].</summary>
    /// <param name="positive">1 for each positive, else 0: [models, rows]. What is neither does not count.</param>
    /// <param name="negative">1 for each negative, else 0: [models, rows].</param>
    public static Tensor Area(Tensor scores, Tensor positive, Tensor negative) =>
        1 - (Placements(scores, negative) * positive).Sum(1) / positive.Sum(1);

    /// <summary>The curve's height over false positive rates that go evenly from 0 to 1: [models, points].</summary>
    /// <inheritdoc cref="Area"/>
    public static Tensor Heights(Tensor scores, Tensor positive, Tensor negative, int points)
    {
        (int models, int rows) = (scores.Shape[0], scores.Shape[1]);
        Tensor rates = Tensor.From([.. Enumerable.Range(0, points).Select(i => i / (points - 1f) + Rounding)], [1, points, 1]);
        Tensor isFound = Placements(scores, negative).Reshape([models, 1, rows]) < rates;
        return isFound.MatMul(positive.Reshape([models, rows, 1])).Reshape([models, points]) / positive.Sum(1, keepAxis: true);
    }
}
