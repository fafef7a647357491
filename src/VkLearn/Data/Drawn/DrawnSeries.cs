namespace VkLearn.Data;

/// <summary>
/// Series that VkLearn draws itself, an hour a step: a slope, a day and a week that come again, and noise that fades,
/// u(t) = 0.8 u(t - 1) + e(t). Who knows all but what e is still to come foretells u(t + h) as 0.8^h u(t), which is the best there is.
/// </summary>
/// <param name="seed">The same seed gives the same series.</param>
sealed class DrawnSeries(int steps, int columns, uint seed)
{
    public const int Day = 24, Week = 7 * Day;
    const float Fading = 0.8f, Deviation = 0.6f; // of noise from step to step, and the deviation of e

    readonly float[] noise = Noise(steps, columns, seed); // [steps, columns]

    /// <summary>Names of the columns.</summary>
    public static IReadOnlyList<string> Names(int columns) => [.. Enumerable.Range(1, columns).Select(column => $"series {column}")];

    public Series Draw()
    {
        float[] values = [.. noise];
        for (int column = 0; column < columns; column++)
        {
            Func<int, float> expected = Expected(new CounterRandom(seed, (uint)column));
            for (int step = 0; step < steps; step++)
            {
                values[step * columns + column] += expected(step);
            }
        }

        return new Series(Names(columns), values);
    }

    /// <summary>What a column would be without noise.</summary>
    Func<int, float> Expected(CounterRandom random)
    {
        float level = 10 + 10 * random.Uniform(), rise = 2 * random.Uniform() - 1;
        float ofDay = 2 + random.Uniform(), ofWeek = 1 + random.Uniform();
        double day = random.Uniform(), half = random.Uniform(), week = random.Uniform();
        return step => level + rise * step / steps + ofDay * (Wave(step, Day, day) + 0.5f * Wave(step, Day / 2, half))
            + ofWeek * Wave(step, Week, week);
    }

    static float Wave(int step, int period, double begin) => (float)Math.Sin(2 * Math.PI * (step % period / (double)period + begin));

    static float[] Noise(int steps, int columns, uint seed)
    {
        const uint forNoise = 1u << 30; // no column is drawn by it
        float[] noise = new float[steps * columns];
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = Deviation * new CounterRandom(seed, forNoise + (uint)i).Normal() + (i < columns ? 0 : Fading * noise[i - columns]);
        }

        return noise;
    }

    /// <summary>The mean squared error of the best possible forecast over all windows of some steps, of scaled columns.</summary>
    public double BestError(Range of, SeriesWindows windows, IReadOnlyList<Feature> scaling)
    {
        (int first, int length) = of.GetOffsetAndLength(steps);
        int count = length - windows.Past - windows.Ahead + 1;
        double sum = 0;
        for (int window = 0; window < count; window++)
        {
            int now = first + window + windows.Past - 1;
            for (int column = 0; column < columns; column++)
            {
                double scale = scaling[column].Scale;
                sum += SquaresFrom(now, column, windows.Ahead) * scale * scale;
            }
        }

        return sum / ((double)count * windows.Ahead * columns);
    }

    double SquaresFrom(int now, int column, int ahead)
    {
        double sum = 0, foretold = noise[now * columns + column];
        for (int step = now + 1; step <= now + ahead; step++)
        {
            foretold *= Fading;
            double error = noise[step * columns + column] - foretold;
            sum += error * error;
        }

        return sum;
    }
}
