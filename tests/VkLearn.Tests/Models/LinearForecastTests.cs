using VkLearn.Models;
using Xunit;

namespace VkLearn.Tests.Models;

public sealed class LinearForecastTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>Least squares leave errors that go with nothing that is known: of any window's values less its last, and of a constant.
    /// </summary>
    [Theory, InlineData(1, 1, 1), InlineData(2, 7, 3), InlineData(3, 12, 1)]
    public void ErrorsGoWithNothingKnown(int columns, int past, int ahead)
    {
        const int steps = 200;
        System.Random random = new(3);
        float[] series = new float[steps * columns];
        for (int i = 0; i < series.Length; i++)
        {
            series[i] = (float)(0.9 * (i < columns ? 0 : series[i - columns]) + random.NextDouble() + 0.3 * Math.Sin(i / columns));
        }

        int windows = steps - past - ahead + 1;
        float[] known = Windows(series, columns, windows, 0, past), came = Windows(series, columns, windows, past, ahead);
        LinearForecast linear = LinearForecast.Fit(series, columns, past, ahead);
        float[] made = Run(_ => linear.Of(Tensor.From(known, [windows, past, columns])));
        for (int step = 0; step < ahead; step++)
        {
            for (int i = 0; i < past; i++)
            {
                double together = 0, size = 0;
                foreach ((int window, int column) in from window in Enumerable.Range(0, windows)
                                                     from column in Enumerable.Range(0, columns) select (window, column))
                {
                    double error = made[(window * ahead + step) * columns + column] - came[(window * ahead + step) * columns + column];
                    double last = known[(window * past + past - 1) * columns + column];
                    double value = i == past - 1 ? 1 : known[(window * past + i) * columns + column] - last;
                    together += error * value;
                    size += Math.Abs(error * value);
                }

                Assert.InRange(Math.Abs(together), 0, 1e-4 * size);
            }
        }
    }

    static float[] Windows(float[] series, int columns, int windows, int from, int length) =>
        [.. Enumerable.Range(0, windows).SelectMany(window => series[((window + from) * columns)..((window + from + length) * columns)])];

    /// <summary>With fewer windows than steps of the past all are met.</summary>
    [Fact]
    public void FewWindowsAreMet()
    {
        float[] series = [1, 3, 2, 5, 4, 6, 9, 7, 8, 2, 1, 5];
        LinearForecast linear = LinearForecast.Fit(series, 1, 9, 1);
        AssertClose([2, 1, 5], Run(_ => linear.Of(Tensor.From(Windows(series, 1, 3, 0, 9), [3, 9, 1]))), 1e-3);
    }

    [Fact]
    public void ASeriesWithoutAWindowIsRefused() => Assert.Contains("a series of 4 steps has no window of 4 and 1 ahead",
        Assert.Throws<ArgumentException>(() => LinearForecast.Fit(new float[4], 1, 4, 1)).Message);
}
