using VkLearn.Compile;
using VkLearn.Layers;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Optimizers;

[Collection("gpu")]
public sealed class WeightAverageTests(GpuFixture fixture)
{
    static Tensor X => Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]);

    static Sequential Model() => new(new Dense(3, 5), new Relu(), new Dense(5, 2));

    Recording Step(Sequential model, WeightAverage average, Optimizer optimizer) => fixture.Gpu.Record(() =>
    {
        Tensor loss = model.Forward(X).Square().Mean();
        optimizer.Minimize(loss, model);
        average.Update(model);
        return loss;
    });

    [Theory, InlineData(0.9f), InlineData(0.15f), InlineData(0f)]
    public void IsTheDefinitionsMovingAverage(float decay)
    {
        Sequential model = Model();
        WeightAverage average = new(decay);
        using Recording step = Step(model, average, new Sgd(0.05f));
        double[][] expected = [.. model.Parameters.Select(parameter => new double[parameter.Shape.Count])];
        for (int t = 0; t < 5; t++)
        {
            step.Replay();
            double d = Math.Min(decay, t / (t + 10.0));
            for (int p = 0; p < expected.Length; p++)
            {
                expected[p] = [.. expected[p].Zip(model.Parameters[p].ToArray(), (mean, w) => d * mean + (1 - d) * w)];
            }
        }

        fixture.Gpu.Memory.CheckGuards();
        Assert.All(model.Parameters, (parameter, p) =>
            Assert.InRange(OpCheck.Error(average[parameter].ToArray(), expected[p], floor: 0.1), 0, 1e-6));
    }

    [Fact]
    public void ItCostsTwoDispatchesAndNoCopy()
    {
        using Recording with = Step(Model(), new WeightAverage(0.9f), new Adam(1e-3f));
        Sequential model = Model();
        Adam adam = new(1e-3f);
        using Recording without = fixture.Gpu.Record(() =>
        {
            Tensor loss = model.Forward(X).Square().Mean();
            adam.Minimize(loss, model);
            return loss;
        });
        Assert.Equal(without.Dispatches + 2, with.Dispatches); // how much it forgets; the average
        Assert.DoesNotContain(with.Commands, command => command is CopyCommand);
    }

    [Fact]
    public void AForwardByTheAveragesReadsNoParameter()
    {
        Sequential model = Model();
        WeightAverage average = new(0.9f);
        using Recording by = fixture.Gpu.Record(() => average.Forward(model, X), training: false);
        using Recording own = fixture.Gpu.Record(() => model.Forward(X), training: false);
        by.Replay();
        own.Replay();
        Assert.Equal(own.Result.ToArray(), by.Result.ToArray()); // at first they are the parameters

        float[] before = by.Result.ToArray();
        model.Parameters[0].Load(new float[15]);
        own.Replay();
        by.Replay();
        Assert.Equal(before, by.Result.ToArray());
        Assert.NotEqual(before, own.Result.ToArray());
    }

    [Fact]
    public void ADecayThatIsNoneIsRefused() =>
        Assert.Contains("received 1", Assert.Throws<ArgumentException>(() => new WeightAverage(1)).Message);
}
