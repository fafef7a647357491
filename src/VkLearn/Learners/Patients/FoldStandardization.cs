namespace VkLearn.Learners;

/// <summary>Rows as the network of each fold is given them: by means and deviations of the rows that it learns from alone, so that it
/// knows nothing of those that it is tested on.</summary>
static class FoldStandardization
{
    const float Least = 1e-10f; // of a variance that is no rounding: what is the same in all rows is only centred

    /// <summary>[folds, rows, features]: (x - mean) / deviation, and 0, the mean, for what is missing.</summary>
    /// <param name="features">[rows, features]; what stands where a number is missing does not matter.</param>
    /// <param name="isThere">[rows, features]: 0 where a number is missing, else 1.</param>
    /// <param name="learned">[folds, rows]: 1 where a fold's network learns from a row, else 0.</param>
    public static Tensor Of(Tensor features, Tensor isThere, Tensor learned)
    {
        (int rows, int columns, int folds) = (features.Shape[0], features.Shape[1], learned.Shape[0]);
        Tensor known = learned.MatMul(isThere).Maximum(1f), mean = learned.MatMul(features * isThere) / known; // [folds, features]
        Tensor away = (features.Reshape([1, rows, columns]) - mean.Reshape([folds, 1, columns])) * isThere.Reshape([1, rows, columns]);
        Tensor variance = (away.Square() * learned.Reshape([folds, rows, 1])).Sum(1) / known;
        Tensor scale = Tensor.Where(variance > Least, variance.Maximum(Least).Rsqrt(), Tensor.Ones(variance.Shape));
        return away * scale.Reshape([folds, 1, columns]);
    }
}
