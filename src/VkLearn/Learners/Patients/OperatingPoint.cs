namespace VkLearn.Learners;

/// <summary>What becomes of patients who are called sick from a probability on.</summary>
public static class OperatingPoint
{
    /// <summary>What it tells, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sensitivity", "specificity", "accuracy"];

    /// <summary>
    /// The share of the sick that is called sick (sensitivity), of the healthy that is not (specificity), and of all that is called what it
    /// is: [models, 3].
    /// </summary>
    /// <param name="probabilities">[models, rows].</param>
    /// <param name="positive">1 for each that is sick, else 0: [rows].</param>
    /// <param name="threshold">From which on a patient is called sick: [1].</param>
    public static Tensor Of(Tensor probabilities, Tensor positive, Tensor threshold)
    {
        Tensor called = probabilities >= threshold.Reshape([1, 1]), sick = positive.Reshape([1, positive.Cols]), healthy = 1 - sick;
        Tensor found = (called * sick).Sum(1), spared = ((1 - called) * healthy).Sum(1);
        return Tensor.Stack(1, found / sick.Sum(1), spared / healthy.Sum(1), (found + spared) / positive.Cols);
    }
}
