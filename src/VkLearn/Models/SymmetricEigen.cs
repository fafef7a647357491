namespace VkLearn.Models;

/// <summary>Eigenvalues and vectors of a small symmetric matrix, in float64, by Jacobi's rotations (1846).</summary>
static class SymmetricEigen
{
    const int MostSweeps = 60;

    /// <param name="matrix">[n, n], row-major; of it the part above the diagonal and the diagonal count.</param>
    /// <returns>The eigenvalues, the greatest first, and their vectors, a row each.</returns>
    public static (double[] Values, double[][] Vectors) Of(IReadOnlyList<double> matrix)
    {
        int n = (int)Math.Sqrt(matrix.Count);
        double[,] a = new double[n, n];
        double[][] vectors = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => i == j ? 1.0 : 0).ToArray())];
        for (int i = 0; i < n * n; i++)
        {
            a[i / n, i % n] = matrix[Math.Min(i / n, i % n) * n + Math.Max(i / n, i % n)];
        }

        for (int sweep = 0; sweep < MostSweeps && !IsDiagonal(a, n); sweep++)
        {
            for (int p = 0; p < n - 1; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    Rotate(a, vectors, n, p, q);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[i, i])];
        return ([.. order.Select(i => a[i, i])], [.. order.Select(i => vectors[i])]);
    }

    static bool IsDiagonal(double[,] a, int n)
    {
        double off = 0, all = 0;
        for (int i = 0; i < n * n; i++)
        {
            double square = a[i / n, i % n] * a[i / n, i % n];
            all += square;
            off += i / n == i % n ? 0 : square;
        }

        return off <= 1e-26 * all;
    }

    /// <summary>Turns the plane of two axes so that the element at both becomes 0.</summary>
    static void Rotate(double[,] a, double[][] vectors, int n, int p, int q)
    {
        if (a[p, q] == 0)
        {
            return;
        }

        double cotangent = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        double tangent = (cotangent < 0 ? -1 : 1) / (Math.Abs(cotangent) + Math.Sqrt(cotangent * cotangent + 1));
        double cosine = 1 / Math.Sqrt(tangent * tangent + 1), sine = tangent * cosine;
        for (int i = 0; i < n; i++)
        {
            (a[i, p], a[i, q]) = (cosine * a[i, p] - sine * a[i, q], sine * a[i, p] + cosine * a[i, q]);
        }

        for (int i = 0; i < n; i++)
        {
            (a[p, i], a[q, i]) = (cosine * a[p, i] - sine * a[q, i], sine * a[p, i] + cosine * a[q, i]);
            (vectors[p][i], vectors[q][i]) =
                (cosine * vectors[p][i] - sine * vectors[q][i], sine * vectors[p][i] + cosine * vectors[q][i]);
        }
    }
}
