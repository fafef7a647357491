using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Optimizers;

/// <summary>A user's own optimiser: a definition and no kernel.</summary>
public sealed class UpdateRuleTests(GpuFixture fixture) : OptimizerTests(fixture)
{
    sealed record Averaged(float Keep) : UpdateRule
    {
        public override int Moments => 1;

        protected override Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step)
        {
            Tensor mean = moments[0] * Keep + gradient * (1 - Keep);
            return [weight - rate * mean / step, mean];
        }
    }

    sealed class Averaging(Schedule rate) : Optimizer(rate)
    {
        protected override UpdateRule Rule { get; } = new Averaged(0.75f);
    }

    [Fact]
    public void WithoutAKernelTheDefinitionRuns() =>
        Check(rate => new Averaging(rate), new Averaged(0.75f), "a rule of one's own", 7, 33, 1025);
}
