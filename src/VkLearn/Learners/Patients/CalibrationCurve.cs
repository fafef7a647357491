using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Whether a probability means what it says: of those that were told one of about p, the share that is positive (a reliability diagram;
/// DeGroot and Fienberg 1983).
/// </summary>
public static class CalibrationCurve
{
    /// <summary>The share of positives in each of some bins of equal width from 0 to 1, NaN where there is nobody: [models, bins].
    /// </summary>
    /// <param name="probabilities">[models, rows].</param>
    /// <param name="positive">1 for each positive, else 0: [rows].</param>
    public static Tensor Of(Tensor probabilities, Tensor positive, int bins)
    {
        Tensor bin = (probabilities * bins).Floor().Maximum(0f).Minimum(bins - 1f).Cast(DType.Int32);
        Tensor isThere = bin.OneHot(bins), found = (isThere * positive.Reshape([1, positive.Cols, 1])).Sum(1), all = isThere.Sum(1);
        return Tensor.Where(all, found / all.Maximum(1f), Tensor.Full(all.Shape, float.NaN));
    }
}
