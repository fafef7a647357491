using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace VkLearn.Tests;

/// <summary>
/// What the tests of ops found: for each op how many cases, and the worst error of kernels against float64. Printed at the end of a run.
/// </summary>
static class OpTable
{
    static readonly ConcurrentDictionary<string, Row> rows = [];

    /// <param name="Cases">How many inputs.</param>
    /// <param name="Forward">Relative errors; below 0: not tested.</param>
    readonly record struct Row(int Cases, double Forward, double Gradient, double Second)
    {
        public Row With(Row other) => new(
            Cases + other.Cases, Math.Max(Forward, other.Forward), Math.Max(Gradient, other.Gradient), Math.Max(Second, other.Second));
    }

    public static void Add(string op, double forward = -1, double gradient = -1, double second = -1)
    {
        Row row = new(forward >= 0 ? 1 : 0, forward, gradient, second);
        rows.AddOrUpdate(op, row, (_, known) => known.With(row));
    }

    public static string Text()
    {
        StringBuilder text = new(
            $"{"op",-36}{"cases",6}{"forward",11}{"gradient",11}{"second",11}   worst relative error against float64\n");
        foreach ((string op, Row row) in rows.OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{op,-36}{row.Cases,6}{Cell(row.Forward),11}{Cell(row.Gradient),11}{Cell(row.Second),11}\n");
        }

        return rows.IsEmpty ? "" : text.ToString();
    }

    static string Cell(double error) => error < 0 ? "-" : error.ToString("0.0e-00", CultureInfo.InvariantCulture);
}
