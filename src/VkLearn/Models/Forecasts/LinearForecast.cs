namespace VkLearn.Models;

/// <summary>
/// One linear map from a window's past to what is ahead, shared by all columns, by least squares: of values less the window's last (Zeng et
/// al. 2023, "NLinear"), and with a constant. Where the windows do not decide it, as where there are fewer of them than steps, it is the
/// smallest that fits.
/// </summary>
public sealed class LinearForecast
{
    const double Ridge = 1e-9; // of the mean square: decides what the windows do not

    readonly int past, ahead;
    readonly float[] weight, constant;

    LinearForecast(int past, int ahead, float[] weight, float[] constant) =>
        (this.past, this.ahead, this.weight, this.constant) = (past, ahead, weight, constant);

    /// <summary>Fits it to all windows of a series, in double precision.</summary>
    /// <param name="series">[steps, columns].</param>
    /// <exception cref="ArgumentException">It has no window.</exception>
    public static LinearForecast Fit(float[] series, int columns, int past, int ahead)
    {
        int steps = series.Length / columns, windows = steps - past - ahead + 1;
        if (windows < 1)
        {
            throw new ArgumentException($"LinearForecast: a series of {steps} steps has no window of {past} and {ahead} ahead.");
        }

        (double[,] products, double[] sums) = (new double[past + ahead, past + ahead], new double[past + ahead]);
        for (int column = 0; column < columns; column++)
        {
            double[] values = [.. Enumerable.Range(0, steps).Select(step => (double)series[step * columns + column])];
            AddMoments(values, windows, products, sums);
        }

        return Solve(products, sums, (double)windows * columns, past, ahead);
    }

    /// <summary>Adds sums over all windows of x[i] x[j] and of x[i]. From one pair of places to the next along a diagonal only the first
    /// and the last window differ, so that each costs the same however many windows there are.</summary>
    static void AddMoments(double[] values, int windows, double[,] products, double[] sums)
    {
        int span = sums.Length;
        for (int apart = 0; apart < span; apart++)
        {
            double product = 0;
            for (int window = 0; window < windows; window++)
            {
                product += values[window] * values[window + apart];
            }

            products[0, apart] += product;
            for (int i = 1; i + apart < span; i++)
            {
                (int first, int behind) = (i - 1, i - 1 + windows);
                product += values[behind] * values[behind + apart] - values[first] * values[first + apart];
                products[i, i + apart] += product;
            }
        }

        double sum = values.Take(windows).Sum();
        sums[0] += sum;
        for (int i = 1; i < span; i++)
        {
            sum += values[i - 1 + windows] - values[i - 1];
            sums[i] += sum;
        }
    }

    /// <summary>The normal equations of all values less the window's last, whose own place in them is the constant's.</summary>
    static LinearForecast Solve(double[,] products, double[] sums, double count, int past, int ahead)
    {
        int last = past - 1;
        double[,] left = new double[past, past], right = new double[past, ahead];
        for (int i = 0; i < past; i++)
        {
            for (int j = i; j < past; j++)
            {
                left[i, j] = left[j, i] = Moment(i, j);
            }

            for (int step = 0; step < ahead; step++)
            {
                right[i, step] = Moment(i, past + step);
            }
        }

        SolvePositive(left, right, Ridge * Enumerable.Range(0, past).Average(i => left[i, i]));
        float[] weight = new float[past * ahead];
        for (int i = 0; i < last * ahead; i++)
        {
            weight[i] = (float)right[i / ahead, i % ahead];
        }

        return new(past, ahead, weight, [.. Enumerable.Range(0, ahead).Select(step => (float)right[last, step])]);

        double Product(int i, int j) => products[Math.Min(i, j), Math.Max(i, j)];

        double Moment(int i, int j) => i == last && j == last ? count
            : i == last || j == last ? sums[i + j - last] - sums[last] // i + j - last: the other
            : Product(i, j) - Product(i, last) - Product(last, j) + Product(last, last);
    }

    /// <summary>Solves (a + ridge) x = b in b's place, for each of its columns, by Cholesky's decomposition L in a's.</summary>
    static void SolvePositive(double[,] a, double[,] b, double ridge)
    {
        int size = a.GetLength(0);
        Decompose(a, ridge);
        for (int column = 0; column < b.GetLength(1); column++)
        {
            for (int i = 0; i < size; i++) // L y = b
            {
                for (int k = 0; k < i; k++)
                {
                    b[i, column] -= a[i, k] * b[k, column];
                }

                b[i, column] /= a[i, i];
            }

            for (int i = size - 1; i >= 0; i--) // L' x = y
            {
                for (int k = i + 1; k < size; k++)
                {
                    b[i, column] -= a[k, i] * b[k, column];
                }

                b[i, column] /= a[i, i];
            }
        }
    }

    static void Decompose(double[,] a, double ridge)
    {
        int size = a.GetLength(0);
        for (int j = 0; j < size; j++)
        {
            double pivot = a[j, j] = Math.Sqrt(Math.Max(a[j, j] + ridge - Before(j, j), ridge));
            for (int i = j + 1; i < size; i++)
            {
                a[i, j] = (a[i, j] - Before(i, j)) / pivot;
            }
        }

        double Before(int i, int j)
        {
            double sum = 0;
            for (int k = 0; k < j; k++)
            {
                sum += a[i, k] * a[j, k];
            }

            return sum;
        }
    }

    /// <summary>[N, past, columns] to [N, ahead, columns].</summary>
    public Tensor Of(Tensor window)
    {
        (int rows, int columns) = (window.Shape[0], window.Shape[2]);
        Tensor last = window.Slice(1, past - 1, 1);
        Tensor less = (window - last).Permute(0, 2, 1).Reshape([rows * columns, past]);
        Tensor made = less.MatMul(Tensor.From(weight, [past, ahead])) + Tensor.From(constant, [ahead]);
        return made.Reshape([rows, columns, ahead]).Permute(0, 2, 1) + last;
    }
}
