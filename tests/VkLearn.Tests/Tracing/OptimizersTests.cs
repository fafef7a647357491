using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Tracing;

/// <summary>Updates in program order: who sees which value, and what is refused.</summary>
[Collection("gpu")]
public sealed class OptimizersTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void TwoOptimisersTakeTheirOwnParameters()
    {
        Bag bag = new();
        Parameter a = bag.New("a", [2], 1, 2), b = bag.New("b", [3], 3, 4, 5);
        Sgd first = new(0.1f), second = new(0.25f);
        using Recording step = gpu.Record(() =>
        {
            first.Minimize(a.Value.Square().Sum(), of: [a]);
            second.Minimize((b.Value - 1f).Square().Sum(), of: [b]);
        });
        step.Replay(3);
        Close.To(new double[] { 1, 2 }.Select(x => x * Math.Pow(0.8, 3)), a.ToArray());
        Close.To(new double[] { 3, 4, 5 }.Select(x => 1 + (x - 1) * Math.Pow(0.5, 3)), b.ToArray());
    }

    [Fact]
    public void TwoOptimisersShareAParameterWhenBothGradientsAreTakenFirst()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [2], 1, -2);
        Sgd first = new(0.1f), second = new(0.05f, momentum: 0.5f);
        using Recording step = gpu.Record(() =>
        {
            Tensor toZero = w.Value.Square().Sum(), toOne = (w.Value - 1f).Square().Sum();
            Tensor zero = toZero.Gradients([w])[0], one = toOne.Gradients([w])[0];
            first.Apply(w, zero);
            second.Apply(w, one);
        });
        step.Replay(4);
        Close.To(new double[] { 1, -2 }.Select(x =>
        {
            double moment = 0;
            for (int i = 0; i < 4; i++)
            {
                (double zero, double one) = (2 * x, 2 * (x - 1));
                moment = 0.5 * moment + one;
                x -= 0.1 * zero + 0.05 * moment;
            }

            return x;
        }), w.ToArray());
    }

    [Fact]
    public void OneOptimiserTakesTheWholeModelAndOneAPartOfIt()
    {
        Bag model = new(), part = model.Layer("part", new Bag());
        Parameter a = model.New("a", [2], 1, 2), b = part.New("b", [3], 3, 4, 5), c = part.New("c", [1], 6);
        Parameter d = model.Layer("last", new Bag()).New("d", [2], 7, 8);
        Parameter[] all = [a, b, c, d];
        Assert.Equal(all, model.Parameters);
        Sgd whole = new(0.1f, momentum: 0.9f), some = new(0.2f);
        using Recording step = gpu.Record(() =>
        {
            Tensor squares = all.Aggregate(Tensor.Zeros([]), (sum, place) => sum + place.Value.Square().Sum());
            Tensor[] toAll = squares.Gradients(model), toPart = (b.Value.Sum() * c.Value.Sum()).Gradients(part);
            whole.Apply(model.Parameters, toAll);
            some.Apply(part.Parameters, toPart);
        });
        step.Replay(3);

        double[][] values = [[1, 2], [3, 4, 5], [6], [7, 8]], moments = [.. values.Select(v => new double[v.Length])];
        for (int i = 0; i < 3; i++)
        {
            double sum = values[1].Sum(), scale = values[2][0];
            for (int j = 0; j < 4; j++)
            {
                for (int k = 0; k < values[j].Length; k++)
                {
                    moments[j][k] = 0.9 * moments[j][k] + 2 * values[j][k];
                    values[j][k] -= 0.1 * moments[j][k] + 0.2 * (j == 1 ? scale : j == 2 ? sum : 0);
                }
            }
        }

        for (int j = 0; j < 4; j++)
        {
            Close.To(values[j], all[j].ToArray());
        }
    }

    [Fact]
    public void ASecondStepInTheSameRecordingSeesTheFirst()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [1], 8);
        Sgd sgd = new(0.25f);
        using Recording step = gpu.Record(() =>
        {
            sgd.Minimize(w.Value.Square().Sum(), of: [w]);
            sgd.Minimize(w.Value.Square().Sum(), of: [w]);
        });
        step.Replay();
        Assert.Equal([2f], w.ToArray());
    }

    [Fact]
    public void AnUpdateBetweenForwardAndGradientIsRefused()
    {
        Sequential model = new(new Dense(3, 2));
        Adam adam = new(0.1f);
        var refused = Assert.Throws<InvalidOperationException>(() => gpu.Record(() =>
        {
            Tensor output = model.Forward(Tensor.Ones([4, 3]));
            Tensor first = output.Sum(), second = output.Square().Sum();
            adam.Minimize(first, of: model);
            adam.Minimize(second, of: model);
        }));
        Assert.Equal(
            "layers.0.weight was updated by Adam after the forward that this gradient needs. " +
            "Take both gradients first (loss.Gradients), then apply both.",
            refused.Message);
    }

    [Fact]
    public void AnUpdateOfWhatAGradientPassesThroughIsRefused()
    {
        Bag bag = new();
        Parameter inner = bag.New("inner", [2], 1, 2), outer = bag.New("outer", [2], 3, 4);
        Sgd sgd = new(0.1f);
        var refused = Assert.Throws<InvalidOperationException>(() => gpu.Record(() =>
        {
            Tensor product = (inner.Value * outer.Value).Sum();
            sgd.Minimize(outer.Value.Sum(), of: [outer]);
            sgd.Minimize(product, of: [inner]); // needs outer as it was
        }));
        Assert.StartsWith("outer was updated by Sgd after the forward that this gradient needs. Take both gradients first",
            refused.Message);
    }

    [Fact]
    public void AnAdversarialStepNeedsNothingSpecial()
    {
        Bag generator = new(), critic = new();
        Parameter theta = generator.New("theta", [2], 1, 2), phi = critic.New("phi", [2], 0.5f, -1);
        Sgd forGenerator = new(0.1f), forCritic = new(0.2f);
        float[] noise = [3, -1], real = [1, 1];
        using Recording step = gpu.Record(() =>
        {
            Tensor fake = theta.Value * Tensor.From(noise, [2]);
            forCritic.Minimize((phi.Value * fake.Detach()).Sum() - (phi.Value * Tensor.From(real, [2])).Sum(), of: critic);
            forGenerator.Minimize(-(phi.Value * fake).Sum(), of: generator);
        });
        step.Replay(5);

        double[] t = [1, 2], p = [0.5, -1];
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                p[j] -= 0.2 * (t[j] * noise[j] - real[j]);
                t[j] += 0.1 * p[j] * noise[j]; // the critic as it is now
            }
        }

        Close.To(t, theta.ToArray());
        Close.To(p, phi.ToArray());
    }

    [Fact]
    public void ContrastiveDivergenceAppliesAGradientOfItsOwn()
    {
        Bag machine = new();
        Parameter weight = machine.New("weight", [2, 3], 1, 0, -1, 0.5f, 2, 0);
        Sgd sgd = new(0.1f);
        using Recording step = gpu.Record(() =>
        {
            Tensor data = Tensor.From([1f, 0, 1, 1], [2, 2]), hidden = data.MatMul(weight).Sigmoid();
            Tensor dream = hidden.MatMul(weight.Value.Transpose()).Sigmoid(), again = dream.MatMul(weight).Sigmoid();
            sgd.Apply(weight, dream.Transpose().MatMul(again) - data.Transpose().MatMul(hidden));
        });
        step.Replay(2);

        double[,] w = { { 1, 0, -1 }, { 0.5, 2, 0 } }, v = { { 1, 0 }, { 1, 1 } };
        for (int i = 0; i < 2; i++)
        {
            double[,] h = Sigmoid(Product(v, w)), d = Sigmoid(Product(h, Turned(w))), a = Sigmoid(Product(d, w));
            (double[,] negative, double[,] positive) = (Product(Turned(d), a), Product(Turned(v), h));
            for (int j = 0; j < 6; j++)
            {
                w[j / 3, j % 3] -= 0.1 * (negative[j / 3, j % 3] - positive[j / 3, j % 3]);
            }
        }

        Close.To(w.Cast<double>(), weight.ToArray());
    }

    static double[,] Product(double[,] a, double[,] b) =>
        Made(a.GetLength(0), b.GetLength(1), (i, j) => Enumerable.Range(0, a.GetLength(1)).Sum(k => a[i, k] * b[k, j]));

    static double[,] Turned(double[,] a) => Made(a.GetLength(1), a.GetLength(0), (i, j) => a[j, i]);

    static double[,] Sigmoid(double[,] a) => Made(a.GetLength(0), a.GetLength(1), (i, j) => 1 / (1 + Math.Exp(-a[i, j])));

    static double[,] Made(int rows, int cols, Func<int, int, double> element)
    {
        double[,] made = new double[rows, cols];
        for (int i = 0; i < made.Length; i++)
        {
            made[i / cols, i % cols] = element(i / cols, i % cols);
        }

        return made;
    }

    [Fact]
    public void TiedWeightsAddTheirGradients()
    {
        Bag bag = new();
        Dense tied = bag.Layer("tied", new Dense(2, 2, bias: false, weight: Initializer.Constant(0.5f)));
        using Recording step = gpu.Record(() =>
        {
            Tensor encoded = tied.Forward(Tensor.From([1f, 3], [1, 2]));
            Tensor loss = encoded.MatMul(tied.Weight.Value.Transpose()).Sum() + tied.Forward(encoded).Sum();
            return loss.Gradients(bag)[0];
        });
        step.Replay();

        // x W W' summed and x W W summed, by differences of the sums themselves.
        Close.To(Enumerable.Range(0, 4).Select(i => (Loss(i, 1e-4) - Loss(i, -1e-4)) / 2e-4), step.Result.ToArray(), 1e-4);

        static double Loss(int changed, double by)
        {
            double[,] x = { { 1, 3 } }, w = Made(2, 2, (i, j) => 0.5 + (2 * i + j == changed ? by : 0)), encoded = Product(x, w);
            return Product(encoded, Turned(w)).Cast<double>().Sum() + Product(encoded, w).Cast<double>().Sum();
        }
    }

    [Fact]
    public void LoopsAndBranchesRunOnceWhileTracing()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [1], 1);
        int traced = 0;
        using Recording step = gpu.Record(() =>
        {
            traced++;
            Tensor x = w;
            for (int i = 0; i < 5; i++)
            {
                x = i % 2 == 0 ? x * 2f : x + 1f;
            }

            return x;
        });
        step.Replay(3);
        Assert.Equal(1, traced);
        Assert.Equal(((1 * 2f + 1) * 2 + 1) * 2, step.Result.Item());
    }

    [Fact]
    public void GradientsAndParametersMustMatch()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [2], 1, 2);
        var refused = Assert.Throws<ArgumentException>(() => gpu.Record(() => new Sgd(1f).Apply(w, Tensor.Ones([3]))));
        Assert.Equal("Sgd: parameters w [2] do not match gradients [3].", refused.Message);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void ALearningRateIsScaledBetweenReplays(bool scheduled)
    {
        Bag bag = new();
        Parameter w = bag.New("w", [1], 10);
        Sgd sgd = new(scheduled ? new StepSchedule(1, 2, 0.5f) : 1f) { LearningRateFactor = 0.5f };
        using Recording step = gpu.Record(() => sgd.Minimize(w.Value.Sum(), of: [w]), watch: scheduled ? ["learningRate"] : null);
        step.Replay();
        sgd.LearningRateFactor = 0.25f;
        step.Replay();
        Assert.Equal([9.25f], w.ToArray());
        sgd.LearningRateFactor = 2;
        step.Replay();
        Assert.Equal([scheduled ? 8.25f : 7.25f], w.ToArray());
        Assert.Equal(scheduled ? 1 : 2, scheduled ? step.Watches["learningRate"].Item() : sgd.Rate.ToArray()[0]);
    }

    [Fact]
    public void ALearningRateIsSetBetweenReplays()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [1], 10);
        Sgd sgd = new(1f);
        using Recording step = gpu.Record(() => sgd.Minimize(w.Value.Sum(), of: [w]));
        step.Replay();
        sgd.SetLearningRate(0.5f);
        step.Replay(2);
        sgd.SetLearningRate(0);
        step.Replay();
        Assert.Equal([8f], w.ToArray());
    }
}
