using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Compile;

[Collection("gpu")]
public sealed class StepPhaseTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void AStepOfAStackIsItsLayersForwardAndBackward()
    {
        using Recording step = Record(new Sequential(new Dense(24, 16), new Tanh(), new Dense(16, 8), new Relu(), new Dense(8, 4)));

        Assert.Equal(
            [
                "forward layers.0, layers.1", "forward layers.2, layers.3", "forward layers.4", "loss",
                "backward layers.4", "backward layers.3, layers.4", "backward layers.2", "backward layers.1, layers.2", "backward layers.0",
                "update",
            ],
            step.Phases.Select(phase => $"{phase}").Where(phase => phase != "batch" && phase != "backward"));
    }

    [Fact]
    public void ByPhasesItComputesTheSame()
    {
        string[] hashes = [Train(step => step.Replay()), Train(ByPhase), Train(ByPhaseThenWhole)];
        Assert.Single(hashes.Distinct());

        static void ByPhase(Recording step)
        {
            int phases = 1;
            while (!step.ReplayPhase())
            {
                Assert.Same(step.Phases[phases - 1], step.Phase);
                phases++;
            }

            Assert.Equal(step.Phases.Count, phases);
        }

        static void ByPhaseThenWhole(Recording step)
        {
            step.ReplayPhase();
            Assert.NotNull(step.Phase);
            step.Replay(); // ends it
        }
    }

    [Theory, InlineData(new string[0], "loss"), InlineData(new[] { "a" }, "loss a"), InlineData(new[] { "a", "b" }, "loss a, b"),
     InlineData(new[] { "a", "b", "c" }, "loss a to c")]
    public void ItIsNamedByItsLayers(string[] layers, string text) => Assert.Equal(text, $"{new StepPhase(PhaseKind.Loss, layers)}");

    string Train(Action<Recording> replay)
    {
        gpu.Seed(1);
        Sequential model = new(new Dense(24, 16), new Tanh(), new Dense(16, 4));
        using Recording step = Record(model);
        for (int i = 0; i < 5; i++)
        {
            replay(step);
        }

        return VkLearn.Training.WeightsHash.Of(model);
    }

    Recording Record(Sequential model)
    {
        Adam adam = new(1e-2f);
        Tensor items = Tensor.From([.. Enumerable.Range(0, 10 * 24).Select(i => MathF.Sin(i))], [10, 24]);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, 10).Select(i => i % 4)], [10]);
        return gpu.Record(() =>
        {
            Tensor loss = Loss.SoftmaxCrossEntropy(model.Forward(items), labels);
            adam.Minimize(loss, of: model);
            return loss;
        });
    }
}
