using VkLearn.Optimizers;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Optimizers;

/// <summary>Optimisers over several steps against their papers' and PyTorch's algorithms, written again in double.</summary>
[Collection("gpu")]
public sealed class OptimizerFormulaTests(GpuFixture fixture)
{
    const int Steps = 12;
    const double Rate = 0.05;

    static readonly float[] First = [1, -2, 0.5f, 3, -0.25f, 1e-3f, -1.5f];
    static readonly float[] Slopes = [1, 0.5f, -2, 0.1f, 3, 1, -0.01f];

    delegate void Step(double[] w, double[] g, int t);

    /// <summary>The gradient at w is w times slopes plus 0.3.</summary>
    void Agrees(Optimizer optimizer, Step step, double tolerance = 5e-6)
    {
        Bag bag = new();
        Parameter weight = bag.New("w", [1, First.Length], First);
        using Recording recording = fixture.Gpu.Record(() =>
            optimizer.Apply(weight, weight.Value * Tensor.From(Slopes, [1, First.Length]) + 0.3f));
        recording.Replay(Steps);

        double[] w = [.. First.Select(x => (double)x)];
        for (int t = 1; t <= Steps; t++)
        {
            step(w, [.. w.Select((x, i) => x * Slopes[i] + 0.3f)], t);
        }

        double error = OpCheck.Error(weight.ToArray(), w, floor: 0.1);
        Assert.True(error < tolerance, $"{optimizer.GetType().Name}: relative error {error:g3}");
    }

    static void Each(double[] w, Func<int, double> move)
    {
        for (int i = 0; i < w.Length; i++)
        {
            w[i] -= move(i);
        }
    }

    [Theory, InlineData(0, false, 0), InlineData(0.9f, false, 0.1f), InlineData(0, true, 0), InlineData(0.9f, true, 0.01f)]
    public void RmsPropAgrees(float momentum, bool centered, float decay)
    {
        double[] square = new double[First.Length], mean = new double[First.Length], buffer = new double[First.Length];
        Agrees(new RmsProp(0.05f, 0.9f, 1e-6f, momentum, centered, decay), (w, g, _) => Each(w, i =>
        {
            double gradient = g[i] + decay * w[i];
            square[i] = 0.9f * square[i] + (1 - 0.9f) * gradient * gradient;
            mean[i] = 0.9f * mean[i] + (1 - 0.9f) * gradient;
            double step = gradient / (Math.Sqrt(square[i] - (centered ? mean[i] * mean[i] : 0)) + 1e-6f);
            buffer[i] = momentum * buffer[i] + step;
            return 0.05f * (momentum > 0 ? buffer[i] : step);
        }), centered ? 5e-5 : 5e-6);
    }

    [Theory, InlineData(0, 0, 0), InlineData(0.1f, 0.5f, 0.1f)]
    public void AdagradAgrees(float rateDecay, float initial, float decay)
    {
        double[] sum = [.. First.Select(_ => (double)initial)];
        Agrees(new Adagrad(0.05f, rateDecay, initial, weightDecay: decay), (w, g, t) => Each(w, i =>
        {
            double gradient = g[i] + decay * w[i];
            sum[i] += gradient * gradient;
            return 0.05f / (1 + (t - 1) * rateDecay) * gradient / (Math.Sqrt(sum[i]) + 1e-10);
        }));
    }

    [Theory, InlineData(0, 4e-3f), InlineData(0.1f, 0.5f)]
    public void NAdamAgrees(float decay, float momentumDecay)
    {
        double[] m = new double[First.Length], v = new double[First.Length];
        double product = 1;
        double Mu(int t) => 0.9f * (1 - 0.5 * Math.Pow(0.96, t * momentumDecay));
        Agrees(new NAdam(0.05f, weightDecay: decay, momentumDecay: momentumDecay), (w, g, t) =>
        {
            product *= Mu(t);
            Each(w, i =>
            {
                double gradient = g[i] + decay * w[i];
                m[i] = 0.9f * m[i] + (1 - 0.9f) * gradient;
                v[i] = 0.999f * v[i] + (1 - 0.999f) * gradient * gradient;
                double root = Math.Sqrt(v[i] / (1 - Math.Pow(0.999f, t))) + 1e-8f;
                return 0.05f * ((1 - Mu(t)) / (1 - product) * gradient + Mu(t + 1) / (1 - product * Mu(t + 1)) * m[i]) / root;
            });
        });
    }

    [Theory, InlineData(0), InlineData(0.1f)]
    public void LambAgrees(float decay)
    {
        double[] m = new double[First.Length], v = new double[First.Length];
        Agrees(new Lamb(0.05f, weightDecay: decay), (w, g, t) =>
        {
            double[] move = [.. w.Select((x, i) =>
            {
                m[i] = 0.9f * m[i] + (1 - 0.9f) * g[i];
                v[i] = 0.999f * v[i] + (1 - 0.999f) * g[i] * g[i];
                return m[i] / (1 - Math.Pow(0.9f, t)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999f, t))) + 1e-6f) + decay * x;
            })];
            double trust = Norm(w) / Norm(move);
            Each(w, i => 0.05f * trust * move[i]);
        });
    }

    static double Norm(double[] x) => Math.Sqrt(x.Sum(value => value * value));

    /// <summary>A parameter of zeros, or one that would not move, has no norm to scale to.</summary>
    [Fact]
    public void LambDoesNotScaleToANormOfZero()
    {
        Bag bag = new();
        Parameter zero = bag.New("zero", [2], 0, 0), still = bag.New("still", [2], 1, 2);
        Lamb lamb = new((float)Rate);
        using Recording step = fixture.Gpu.Record(() => lamb.Apply([zero, still], [Tensor.From([1f, -1], [2]), Tensor.Zeros([2])]));
        step.Replay();
        Close.To([-Rate, Rate], zero.ToArray());
        Assert.Equal([1, 2], still.ToArray());
    }

    /// <summary>They take what all optimisers do: groups, clipping, a weight decay of a group's own.</summary>
    [Fact]
    public void TheyTakeGroupsAndClipping() => Assert.All(
        (Optimizer[])[new RmsProp((float)Rate), new Adagrad((float)Rate), new NAdam((float)Rate), new Lamb((float)Rate)], optimizer =>
        {
            optimizer.Groups = [new("slow", 0.5f, 0), new("fast", 1, 0)];
            optimizer.ClipNorm = 1;
            Bag bag = new();
            Parameter slow = bag.New("slow", [2], 1, 1), fast = bag.New("fast", [2], 1, 1);
            using Recording step = fixture.Gpu.Record(() =>
                optimizer.Apply([slow, fast], [Tensor.Full([2], 1e3f), Tensor.Full([2], 1e3f)]));
            step.Replay();
            double moved = 1 - fast.ToArray()[0];
            Assert.InRange(moved, 1e-3, 1);
            Assert.Equal(moved / 2, 1 - slow.ToArray()[0], 1e-6);
        });
}
