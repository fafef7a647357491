using VkLearn.Optimizers;

namespace VkLearn.Benchmarks;

/// <summary>Updates of one range of parameters.</summary>
static class OptimizerCases
{
    public static IEnumerable<Case> All(int elements)
    {
        int[] sizes = [elements, 1_276_810, 101_770]; // the parameters of 784-800-800-10 and of 784-128-10
        (string Name, UpdateRule Rule)[] rules =
        [
            ("Adam", new AdamRule(0.9f, 0.999f, 1e-8f, WeightDecay: 0, Decoupled: false)),
            ("AdamW", new AdamRule(0.9f, 0.999f, 1e-8f, WeightDecay: 0.01f, Decoupled: true)),
            ("Sgd", new SgdRule(Momentum: 0.9f, Nesterov: false, WeightDecay: 0)),
        ];
        return from rule in rules from n in sizes select Of(rule.Name, rule.Rule, n);
    }

    /// <summary>Weights, gradients, moments (which are squares, or may be), the rate, the step.</summary>
    static Case Of(string name, UpdateRule rule, int n)
    {
        Operand signed = Operand.Floats(n) with { Holding = Holding.Place }, squares = signed with { Low = 0 };
        Operand rate = new(new TensorType([], DType.Float32), 1e-3f, 1e-3f, Holding.Place);
        return new Case(name, $"[{n}]", [signed, signed, .. Enumerable.Repeat(squares, rule.Moments), rate, Operand.Counter],
            new Update(rule, Count: 1).Apply)
        {
            Bytes = (2L * rule.Moments + 3) * n * sizeof(float),
            Updates = [0, .. Enumerable.Range(2, rule.Moments)],
            Allowed = 5e-6,
        };
    }
}
