using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Optimizers;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Optimizers;

/// <summary>Which of its steps an update is: several of the same parameters in one recording count each.</summary>
[Collection("gpu")]
public sealed class UpdateStepsTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    public static TheoryData<Func<Optimizer>> Optimizers => new()
    {
        () => new Adam(0.1f), () => new AdamW(0.1f), () => new Extension.Lion(0.1f), () => new NAdam(0.1f),
        () => new Adagrad(0.1f, learningRateDecay: 0.1f),
    };

    /// <summary>Five updates a recording, as a critic gets, are five of one a recording, to the bit.</summary>
    [Theory, MemberData(nameof(Optimizers), DisableDiscoveryEnumeration = true)]
    public void SeveralInOneRecordingAreAsManySteps(Func<Optimizer> make)
    {
        (float[] five, uint fiveSteps) = Train(make(), updates: 5, replays: 2);
        (float[] one, uint oneSteps) = Train(make(), updates: 1, replays: 10);
        Assert.Equal(10u, oneSteps);
        Assert.Equal(10u, fiveSteps);
        Assert.Equal(one, five);
    }

    (float[] Weights, uint Steps) Train(Optimizer optimizer, int updates, int replays)
    {
        Bag bag = new();
        Parameter w = bag.New("w", [3], 1, -2, 3), b = bag.New("b", [1], 0.5f);
        using Recording step = gpu.Record(() =>
        {
            for (int i = 0; i < updates; i++)
            {
                optimizer.Minimize((w.Value.Square() * Tensor.From([1f, 2, 3], [3])).Sum() + (b.Value - 1f).Square().Sum(), of: bag);
            }
        });
        step.Replay(replays);
        return ([.. w.ToArray(), .. b.ToArray()], optimizer.Steps!.Read());
    }

    [Fact]
    public void ThoseOfOtherParametersAreOneStepTogether()
    {
        Bag first = new(), second = new();
        Parameter a = first.New("a", [2], 1, -2), b = second.New("b", [2], 1, -2);
        Adam both = new(0.1f), alone = new(0.1f);
        using Recording step = gpu.Record(() =>
        {
            both.Minimize(a.Value.Square().Sum(), of: first);
            both.Minimize(b.Value.Square().Sum(), of: second);
        });
        step.Replay(4);
        Assert.Equal(4u, both.Steps!.Read());
        Assert.Equal(a.ToArray(), b.ToArray());
    }

    /// <summary>The number is the most that one of its parameters has had, as theirs is one rate and one schedule.</summary>
    [Fact]
    public void AnUpdateOfSomeAndThenOfAllIsTwoSteps()
    {
        Bag bag = new();
        Parameter a = bag.New("a", [1], 0), b = bag.New("b", [1], 0);
        Sgd sgd = new(new StepSchedule(1, 1, 0.5f)); // 1 in the first step, 0.5 in the second
        using Recording step = gpu.Record(() =>
        {
            sgd.Apply(a, Tensor.Ones([1]));
            sgd.Apply([a, b], [Tensor.Ones([1]), Tensor.Ones([1])]);
        });
        step.Replay(2);
        Assert.Equal(4u, sgd.Steps!.Read());
        Close.To([-2 * (1 + 0.5)], a.ToArray());
        Close.To([-1 - 0.5], b.ToArray());
    }

    /// <summary>However many updates a step has, they have the rate of the step: a run of ten steps ends at the floor.</summary>
    [Theory, InlineData(1), InlineData(5)]
    public void AScheduleGoesByStepsNotByUpdates(int updates)
    {
        Bag bag = new();
        Parameter w = bag.New("w", [1], 0);
        Sgd sgd = new(new PolynomialSchedule(1, Steps: 10));
        using Recording step = gpu.Record(() =>
        {
            for (int i = 0; i < updates; i++)
            {
                sgd.Apply(w, Tensor.Ones([1]));
            }
        });
        for (int i = 0; i < 12; i++)
        {
            float before = w.ToArray()[0];
            step.Replay();
            Assert.Equal(-updates * Math.Max(0, 1 - i / 10.0), w.ToArray()[0] - before, 1e-5);
        }

        Assert.Equal((uint)(12 * updates), sgd.Steps!.Read());
    }

    [Fact]
    public void OutsideARecordingEachIsAStep()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [1], 0);
        using (gpu.Record(() => w.Value * 1f))
        {
        }

        Sgd sgd = new(new StepSchedule(1, 1, 0.5f));
        sgd.Apply(w, Tensor.Ones([1]));
        sgd.Apply(w, Tensor.Ones([1]));
        Close.To([-1.5], w.ToArray());
        Assert.Equal(2u, sgd.Steps!.Read());
    }

    [Fact]
    public void AnAverageThatGoesOnTwiceIsTwoOfItsUpdates()
    {
        (float[] two, float[] one) = (Average(updates: 2, replays: 3), Average(updates: 1, replays: 6));
        Assert.Equal(one, two);
    }

    float[] Average(int updates, int replays)
    {
        Bag bag = new();
        Parameter w = bag.New("w", [2], 1, -2);
        Sgd sgd = new(0.1f);
        WeightAverage average = new(0.9f);
        using Recording step = gpu.Record(() =>
        {
            for (int i = 0; i < updates; i++)
            {
                sgd.Minimize(w.Value.Square().Sum(), of: bag);
                average.Update(bag);
            }
        });
        step.Replay(replays);
        return average[w].ToArray();
    }

    [Fact]
    public void AParameterThatIsNamedTwiceIsRefused()
    {
        Parameter w = new("w", [1], Initializer.Ones);
        Assert.Equal("Sgd: w is named 2 times. Name it once, with the sum of its gradients.", Assert.Throws<ArgumentException>(
            () => gpu.Record(() => new Sgd(1f).Apply([w, w], [Tensor.Ones([1]), Tensor.Ones([1])]))).Message);
    }
}
