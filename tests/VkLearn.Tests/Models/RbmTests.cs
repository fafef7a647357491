using VkLearn.Models;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Models;

public sealed class RbmTests(GpuFixture fixture) : OpTests(fixture)
{
    static Tensor Seen => Tensor.From([1f, 1, 0, 0, 0, 0, 1, 1], [2, 4]);

    [Fact]
    public void GivesTheHiddenUnitsProbabilities()
    {
        var rbm = new Rbm(4, 3);
        using Recording recording = Gpu.Record(() => rbm.Forward(Seen));
        rbm.Weight.Load([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 2]);
        rbm.Hidden.Load([0.5f, 0, -1]);
        recording.Replay();
        AssertClose([.. new double[] { 1.5, 1, -1, 0.5, 0, 2 }.Select(x => 1 / (1 + Math.Exp(-x)))], recording.Result.ToArray());
    }

    /// <summary>By contrastive divergence it learns to dream what it saw.</summary>
    [Fact]
    public void LearnsToDreamWhatItSaw()
    {
        var rbm = new Rbm(4, 3);
        Sgd sgd = new(0.1f);
        using Recording step = Gpu.Record(() =>
        {
            (Tensor weight, Tensor visible, Tensor hidden, Tensor dream) = rbm.ContrastiveDivergence(Seen);
            sgd.Apply([rbm.Weight, rbm.Visible, rbm.Hidden], [weight, visible, hidden]);
            return (dream - Seen).Square().Mean();
        });
        step.Replay();
        float first = step.Result.Item();
        step.Replay(500);
        Assert.InRange(step.Result.Item(), 0, first / 4);
    }
}
