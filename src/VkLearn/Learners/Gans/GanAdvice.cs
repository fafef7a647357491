using System.Globalization;

namespace VkLearn.Learners;

/// <summary>
/// What goes wrong between two players: what is made is all alike (the collapse of Goodfellow 2016, section 5.1.1), the critic wins so
/// clearly that the generator learns nothing (Arjovsky and Bottou 2017), or a gradient is far too large.
/// </summary>
static class GanAdvice
{
    const double LeastDiversity = 0.25, Sure = 0.97, LeastGradient = 1e-4, MostGradient = 1e3;

    /// <param name="of">Of a metric the mean of late.</param>
    /// <returns>A sentence; null where all is well.</returns>
    public static string? Of(AdversarialLoss loss, bool isPenalized, Func<string, double> of)
    {
        double diversity = of("madeDiversity") / of("realDiversity");
        string calm = isPenalized ? "A lower rate of the generator" : "A gradientPenalty, or a lower rate of the generator,";
        return diversity < LeastDiversity ? string.Create(CultureInfo.InvariantCulture,
                $"What is made is all alike: {diversity:0 %} as far from each other as real items. {calm} helps.")
            : loss == AdversarialLoss.NonSaturating && of("realScore") > Sure && of("madeScore") < 1 - Sure
                ? $"The critic is sure of everything, so the generator learns little. {(isPenalized ? "A lower rate of the critic"
                    : "A gradientPenalty, or a lower rate of the critic,")} helps."
            : of("generatorGradient") < LeastGradient
                ? "Hardly any gradient reaches the generator: another loss, such as Wasserstein with a gradientPenalty, helps."
            : of("criticGradient") > MostGradient || of("generatorGradient") > MostGradient
                ? "Gradients are very large: lower rates, or a clipNorm, help."
            : null;
    }
}
