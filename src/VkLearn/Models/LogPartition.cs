namespace VkLearn.Models;

/// <summary>What is known of the logarithm of a partition function, in nats.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">It less three standard deviations of the estimate; minus infinity where they are more than all of it.</param>
/// <param name="High">It plus three standard deviations.</param>
public readonly record struct LogPartition(double Value, double Low, double High)
{
    /// <summary>The logarithm of the mean of weights, of which the logarithms are given (Salakhutdinov and Murray 2008, section 4.1).
    /// </summary>
    internal static LogPartition OfMean(IReadOnlyList<float> logWeights, double offset)
    {
        double most = logWeights.Max();
        double[] weights = [.. logWeights.Select(weight => Math.Exp(weight - most))];
        double mean = weights.Average(), error = 3 * DeviationOfMean(weights);
        double LogOf(double weight) => offset + most + Math.Log(Math.Max(0, weight));
        return new(LogOf(mean), LogOf(mean - error), LogOf(mean + error));
    }

    /// <summary>The mean of logarithms.</summary>
    internal static LogPartition MeanOf(IReadOnlyList<double> logarithms)
    {
        double mean = logarithms.Average(), error = 3 * DeviationOfMean(logarithms);
        return new(mean, mean - error, mean + error);
    }

    static double DeviationOfMean(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return values.Count < 2 ? double.PositiveInfinity
            : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1.0) / values.Count);
    }
}
