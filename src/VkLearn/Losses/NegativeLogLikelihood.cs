namespace VkLearn.Losses;

public static partial class Loss
{
    /// <summary>
    /// The mean of -x[label]: logarithms of probabilities [N, classes], such as of <c>LogSoftmax</c>, class indices [N], of which those
    /// below 0 do not count (PyTorch's NLLLoss).
    /// </summary>
    /// <param name="classWeights">What the rows of each class weigh; the mean divides by their sum. Null: all alike.</param>
    /// <exception cref="ArgumentException">Shapes do not go together, or there are not as many weights as classes.</exception>
    public static Tensor NegativeLogLikelihood(
        Tensor logProbabilities, Tensor label, IReadOnlyList<float>? classWeights = null, Reduction reduction = Reduction.Mean) =>
        OfRows("NegativeLogLikelihood", x => -x.AtLabel(label), logProbabilities, label, classWeights, reduction);
}
