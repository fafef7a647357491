using VkLearn.Optimizers;

namespace VkLearn.Benchmarks;

/// <summary>Updates of one range of parameters.</summary>
static class OptimizerCases
{
    public static IEnumerable<Case> All(int elements)
    {
        foreach (int n in (int[])[elements, 1_276_810, 101_770]) // the parameters of 784-800-800-10 and of 784-128-10
        {
            yield return Of("Adam", new AdamRule(0.9f, 0.999f, 1e-8f, WeightDecay: 0, Decoupled: false), n);
            yield return Of("AdamW", new AdamRule(0.9f, 0.999f, 1e-8f, WeightDecay: 0.01f, Decoupled: true), n);
            yield return Of("Sgd", new SgdRule(Momentum: 0.9f, Nesterov: false, WeightDecay: 0), n);
        }
    }

    /// <summary>Weights, gradients, moments (which are squares, or may be), the rate, the step.</summary>
    static Case Of(string name, UpdateRule rule, int n) => new(name, $"[{n}]",
        [
            Operand.Floats(n), Operand.Floats(n), .. Enumerable.Repeat(Operand.Positive(n), rule.Moments),
            Operand.Positive() with { Low = 1e-3f, High = 1e-3f }, Operand.Counter,
        ],
        new Update(rule, Count: 1).Apply)
    {
        Bytes = (2L * rule.Moments + 3) * n * sizeof(float),
        Allowed = 5e-6,
    };
}
