using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>Numbers at steps of time that are equally far apart: [steps, columns].</summary>
sealed class Series(IReadOnlyList<string> names, float[] values)
{
    public IReadOnlyList<string> Names => names;

    public int Steps => values.Length / names.Count;

    /// <summary>What each column is less by and divided by: the mean and the deviation of some steps.</summary>
    /// <param name="path">What to blame.</param>
    /// <exception cref="DataException">A column does not change in them.</exception>
    public IReadOnlyList<Feature> Norms(Range of, string path)
    {
        (int first, int count) = of.GetOffsetAndLength(Steps);
        return [.. names.Select((name, column) => Norm(name, column, first, count, path))];
    }

    Feature Norm(string name, int column, int first, int count, string path)
    {
        double[] all = [.. Enumerable.Range(first, count).Select(step => (double)values[step * names.Count + column])];
        double mean = all.Average(), deviation = Math.Sqrt(all.Average(value => (value - mean) * (value - mean)));
        return all.Any(value => value != all[0]) ? new Feature(name, (float)mean, (float)(1 / deviation))
            : throw new DataException(path, FormattableString.Invariant(
                $"column \"{name}\" is {all[0]} at all {count} steps to learn from, ")
                + $"so there is nothing to scale it by; use leaveOut: [\"{name}\"]");
    }

    public float[] Scaled(IReadOnlyList<Feature> columns) =>
        [.. values.Select((value, i) => columns[i % columns.Count] is var column ? (value - column.Mean) * column.Scale : 0)];
}
