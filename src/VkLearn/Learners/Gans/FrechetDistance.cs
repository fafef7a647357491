using VkLearn.Models;

namespace VkLearn.Learners;

/// <summary>
/// How far two sets of items are apart, by the normal distributions of their features (Frechet 1957; of Inception's features: Heusel et al.
/// 2017, equation 6): |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)).
/// </summary>
static class FrechetDistance
{
    public static double Between(FeatureMoments a, FeatureMoments b)
    {
        double[] first = a.Covariance, second = b.Covariance;
        int size = a.Mean.Length;
        double between = a.Mean.Zip(b.Mean, (x, y) => (x - y) * (x - y)).Sum();
        return Math.Max(0, between + Trace(first) + Trace(second) - 2 * TraceOfRoot(first, second));

        double Trace(double[] matrix) => Enumerable.Range(0, size).Sum(i => matrix[i * size + i]);

        // (C1 C2)^(1/2) has the trace of (R C2 R)^(1/2), R the root of C1, which is symmetric.
        double TraceOfRoot(double[] c1, double[] c2)
        {
            double[] root = Root(c1, size), between = Product(Product(root, c2, size), root, size);
            return SymmetricEigen.Of(between).Values.Sum(value => Math.Sqrt(Math.Max(0, value)));
        }
    }

    static double[] Root(double[] matrix, int size)
    {
        (double[] values, double[][] vectors) = SymmetricEigen.Of(matrix);
        double[] root = new double[size * size];
        for (int k = 0; k < size; k++)
        {
            double weight = Math.Sqrt(Math.Max(0, values[k]));
            for (int i = 0; i < root.Length; i++)
            {
                root[i] += weight * vectors[k][i / size] * vectors[k][i % size];
            }
        }

        return root;
    }

    static double[] Product(double[] a, double[] b, int size)
    {
        double[] c = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < size; k++)
            {
                for (int j = 0; j < size; j++)
                {
                    c[i * size + j] += a[i * size + k] * b[k * size + j];
                }
            }
        }

        return c;
    }
}

/// <summary>The mean and the covariance of features, by sums over items.</summary>
/// <param name="count">Items.</param>
/// <param name="sum">[size].</param>
/// <param name="squares">Of their outer products: [size, size].</param>
sealed class FeatureMoments(long count, IReadOnlyList<float> sum, IReadOnlyList<float> squares)
{
    public double[] Mean { get; } = [.. sum.Select(value => (double)value / count)];

    public double[] Covariance
    {
        get
        {
            int size = Mean.Length;
            return [.. squares.Select((value, i) => (value - count * Mean[i / size] * Mean[i % size]) / (count - 1))];
        }
    }
}
