using VkLearn.Compile;
using VkLearn.Extension;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Tracing;

/// <summary>A user's own op, layer, optimiser, schedule and initialiser, from a project that sees no internals.</summary>
[Collection("gpu")]
public sealed class ExtensionTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Theory, InlineData(1, 1), InlineData(3, 7), InlineData(70, 33)]
    public void AnOpHasAKernelOfItsOwn(int rows, int cols)
    {
        float[] x = [.. Enumerable.Range(0, rows * cols).Select(i => (i * 7 % 11) - 5f)];
        foreach (bool reversed in (bool[])[false, true])
        {
            CumulativeSum op = new(reversed);
            using Recording step = gpu.Record(() =>
            {
                Tensor input = Tensor.From(x, [rows, cols]), output = op.Apply(input)[0];
                return [output, output.Square().Sum().Gradients(input)[0]];
            });
            step.Replay();
            Assert.Contains("CumulativeSum (", step.Plan);
            Clock clock = default;
            TensorType[] types = [new([rows, cols], DType.Float32)];
            double[] values = Array.ConvertAll(x, value => (double)value), sums = new Interpreter(clock).Run(op, [values], types)[0];
            Close.To(sums, step.Results[0].ToArray());
            double[] gradient = new Interpreter(clock).Run(new CumulativeSum(!reversed),
                [Array.ConvertAll(sums, sum => 2 * sum)], types)[0];
            Close.To(gradient, step.Results[1].ToArray());
        }
    }

    [Fact]
    public void ALayerHasAStateAndKnowsTraining()
    {
        Sequential model = new(new CumulativeMean(3, momentum: 0.5f, weight: new Alternating(2)));
        CumulativeMean layer = (CumulativeMean)model.Children[0];
        Tensor x = Tensor.From([3f, 6, 9], [1, 3]); // means 3, 4.5, 6, weighted 6, -9, 12
        using Recording training = gpu.Record(() => model.Forward(x));
        using Recording evaluation = gpu.Record(() => model.Forward(x), training: false);
        training.Replay(2);
        evaluation.Replay();
        Close.To([3, -12, 9], training.Result.ToArray());
        Close.To([2.25], layer.Mean.ToArray()); // 3 / 2 and half of it
        Close.To([3.75, -11.25, 9.75], evaluation.Result.ToArray());
        Assert.Equal(["layers.0.weight", "layers.0.mean"], [model.Parameters[0].Path, model.States[0].Path]);
    }

    [Fact]
    public void AnOptimiserIsItsDefinitionAlone()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [2], 1, -2), b = bag.New("b", [1], 3);
        Lion lion = new(new InverseSquareRoot(0.1f), beta1: 0.5f, beta2: 0.8f, weightDecay: 0.25f);
        using Recording step = gpu.Record(() => lion.Minimize(w.Value.Square().Sum() + b.Value.Square().Sum(), of: bag));
        step.Replay(5);
        Close.To(new double[] { 1, -2, 3 }.Select(x =>
        {
            double moment = 0;
            for (int i = 0; i < 5; i++)
            {
                double gradient = 2 * x, sign = Math.Sign(0.5 * moment + 0.5 * gradient);
                x -= 0.1 / Math.Sqrt(i + 1) * (sign + 0.25 * x);
                moment = 0.8 * moment + 0.2 * gradient;
            }

            return x;
        }), [.. w.ToArray(), .. b.ToArray()]);
    }

    /// <summary>What the README shows.</summary>
    [Fact]
    public void TheRecipesCompute()
    {
        float[] x = [.. Enumerable.Range(0, 70).Select(i => i / 10f - 3)];
        Gain gain = new(7);
        using Recording step = gpu.Record(() =>
        {
            Tensor input = Tensor.From(x, [10, 7]), cube = input.Cube();
            return [cube, cube.Sum().Gradients(input)[0], gain.Forward(input), Loss.LogCosh(input, Tensor.Zeros([10, 7]))];
        });
        gain.Weight.Load([1, 2, 3, 4, 5, 6, 7]);
        step.Replay();
        Assert.Contains("Cube (", step.Plan);
        Close.To(x.Select(v => Math.Pow(v, 3)), step.Results[0].ToArray());
        Close.To(x.Select(v => 3 * Math.Pow(v, 2)), step.Results[1].ToArray());
        Close.To(x.Select((v, i) => v * (i % 7 + 1.0)), step.Results[2].ToArray());
        Close.To([x.Average(v => Math.Log(Math.Cosh(v)))], step.Results[3].ToArray());
    }

    [Fact]
    public void AllOfItTrains()
    {
        gpu.Seed(3);
        Sequential model = new(new Dense(4, 3), new CumulativeMean(3), new Tanh(), new Dense(3, 1));
        Lion lion = new(new InverseSquareRoot(0.2f));
        Tensor x = Tensor.From([.. Enumerable.Range(0, 32).Select(i => MathF.Sin(i))], [8, 4]),
            y = Tensor.From([.. Enumerable.Range(0, 8).Select(i => i / 8f)], [8, 1]);
        using Recording step = gpu.Record(() =>
        {
            Tensor loss = Loss.MeanSquaredError(model.Forward(x), y);
            lion.Minimize(loss, of: model);
            return loss;
        });
        step.Replay();
        float first = step.Result.Item();
        step.Replay(300);
        Assert.InRange(step.Result.Item(), 0, first / 10);
    }
}
