using VkLearn.Gpu;
using VkLearn.Models;

namespace VkLearn.Tests.Models;

/// <summary>A Boltzmann machine so small that all its states can be summed over, on the CPU and in float64.</summary>
sealed class TinyRbm
{
    readonly double[,] weight;
    readonly double[] visible, hidden;

    public TinyRbm(int visibleUnits, int hiddenUnits, int seed, double deviation = 1)
    {
        System.Random random = new(seed);
        double Draw() => (float)(deviation
            * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        (weight, visible, hidden) = (new double[visibleUnits, hiddenUnits], new double[visibleUnits], new double[hiddenUnits]);
        for (int i = 0; i < visibleUnits; i++)
        {
            visible[i] = Draw();
            for (int j = 0; j < hiddenUnits; j++)
            {
                weight[i, j] = Draw();
            }
        }

        for (int j = 0; j < hiddenUnits; j++)
        {
            hidden[j] = Draw();
        }
    }

    public int VisibleUnits => visible.Length;

    public int HiddenUnits => hidden.Length;

    /// <summary>The same machine on a device.</summary>
    public void Load(Rbm rbm, GpuDevice gpu)
    {
        gpu.Record(() => rbm.Forward(Tensor.Full([1, VisibleUnits], 0))).Dispose(); // gives it memory
        rbm.Weight.Load([.. weight.Cast<double>().Select(x => (float)x)]);
        rbm.Visible.Load([.. visible.Select(x => (float)x)]);
        rbm.Hidden.Load([.. hidden.Select(x => (float)x)]);
    }

    public static bool IsOn(int state, int unit) => (state >> unit & 1) == 1;

    /// <summary>-F(v).</summary>
    public double LogOf(int seen)
    {
        double sum = Enumerable.Range(0, VisibleUnits).Where(i => IsOn(seen, i)).Sum(i => visible[i]);
        for (int j = 0; j < HiddenUnits; j++)
        {
            sum += Math.Log(1 + Math.Exp(ToHidden(seen, j)));
        }

        return sum;
    }

    public double ToHidden(int seen, int unit) =>
        hidden[unit] + Enumerable.Range(0, VisibleUnits).Where(i => IsOn(seen, i)).Sum(i => weight[i, unit]);

    public double LogPartition => LogSum(Enumerable.Range(0, 1 << VisibleUnits).Select(LogOf));

    /// <summary>Of each visible state, by its number.</summary>
    public double[] Probabilities
    {
        get
        {
            double log = LogPartition;
            return [.. Enumerable.Range(0, 1 << VisibleUnits).Select(seen => Math.Exp(LogOf(seen) - log))];
        }
    }

    /// <summary>The means of v h', v and h over a distribution of visible states.</summary>
    public (double[] Weight, double[] Visible, double[] Hidden) Means(double[] probabilities)
    {
        double[] products = new double[VisibleUnits * HiddenUnits], seen = new double[VisibleUnits], made = new double[HiddenUnits];
        for (int state = 0; state < probabilities.Length; state++)
        {
            for (int j = 0; j < HiddenUnits; j++)
            {
                double share = probabilities[state] / (1 + Math.Exp(-ToHidden(state, j)));
                made[j] += share;
                for (int i = 0; i < VisibleUnits; i++)
                {
                    products[i * HiddenUnits + j] += IsOn(state, i) ? share : 0;
                }
            }

            for (int i = 0; i < VisibleUnits; i++)
            {
                seen[i] += IsOn(state, i) ? probabilities[state] : 0;
            }
        }

        return (products, seen, made);
    }

    /// <summary>Of each visible state after a step of block Gibbs sampling.</summary>
    public double[] AfterGibbs(double[] probabilities)
    {
        double[] after = new double[probabilities.Length];
        for (int made = 0; made < 1 << HiddenUnits; made++)
        {
            double ofHidden = Enumerable.Range(0, probabilities.Length).Sum(state => probabilities[state]
                * Enumerable.Range(0, HiddenUnits).Select(j => Chance(ToHidden(state, j), IsOn(made, j))).Aggregate(1.0, (a, b) => a * b));
            for (int state = 0; state < after.Length; state++)
            {
                after[state] += ofHidden * Enumerable.Range(0, VisibleUnits)
                    .Select(i => Chance(ToVisible(made, i), IsOn(state, i))).Aggregate(1.0, (a, b) => a * b);
            }
        }

        return after;
    }

    double ToVisible(int made, int unit) =>
        visible[unit] + Enumerable.Range(0, HiddenUnits).Where(j => IsOn(made, j)).Sum(j => weight[unit, j]);

    static double Chance(double input, bool isOn) => 1 / (1 + Math.Exp(isOn ? -input : input));

    static double LogSum(IEnumerable<double> logarithms)
    {
        double[] all = [.. logarithms];
        double most = all.Max();
        return most + Math.Log(all.Sum(x => Math.Exp(x - most)));
    }
}
