using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Gans;

public sealed class GanAdviceTests
{
    [Theory,
        InlineData("madeDiversity", 0.5, "What is made is all alike: 5 % as far from each other as real items. A gradientPenalty, or"),
        InlineData("realScore", 0.99, null), InlineData("madeScore", 0.01, "The critic is sure of everything"),
        InlineData("generatorGradient", 1e-6, "Hardly any gradient reaches the generator"),
        InlineData("criticGradient", 1e5, "Gradients are very large"), InlineData("generatorGradient", 1.0, null)]
    public void SaysWhatGoesWrong(string metric, double value, string? sentence)
    {
        Dictionary<string, double> told = new()
        {
            ["realDiversity"] = 10, ["madeDiversity"] = 9, ["realScore"] = metric == "madeScore" ? 0.99 : 0.6, ["madeScore"] = 0.4,
            ["generatorGradient"] = 2, ["criticGradient"] = 3, [metric] = value,
        };
        string? said = GanAdvice.Of(AdversarialLoss.NonSaturating, isPenalized: false, name => told[name]);
        Assert.True(sentence is null ? said is null : said!.StartsWith(sentence, StringComparison.Ordinal), said);
    }

    /// <summary>Before anything is told nothing is known.</summary>
    [Fact]
    public void OfNothingThereIsNothingToSay() =>
        Assert.Null(GanAdvice.Of(AdversarialLoss.Wasserstein, isPenalized: true, _ => double.NaN));
}
