namespace VkLearn.Rendering.Views;

/// <summary>
/// A curve of a <see cref="LinePlot"/>: points that are added, or a tensor [N] where it lies. When its capacity is full, points become
/// means of two, four, ... that were added: the whole history stays.
/// </summary>
public sealed class LineSeries
{
    readonly double[] x, y;
    int count, merged = 1, pending; // points kept; how many added ones each is the mean of; how many the next one has so far
    double pendingX, pendingY; // sums

    /// <param name="name">Its name in the legend.</param>
    /// <param name="capacity">Points kept, an even number.</param>
    public LineSeries(string name, int capacity = 2048)
    {
        if (capacity < 2 || capacity % 2 != 0)
        {
            throw new ArgumentException($"LineSeries \"{name}\": capacity must be even and at least 2, received {capacity}.");
        }
        (Name, x, y) = (name, new double[capacity + 1], new double[capacity + 1]); // one more for a mean that is not whole yet
    }

    /// <summary>Element i of a tensor [N] at x = i.</summary>
    public LineSeries(string name, TensorSource source) : this(name, 2) => Source = source;

    public string Name { get; }

    /// <summary>Whether it is of an earlier run, to compare with: a plot draws it grey, behind the others.</summary>
    public bool IsEarlier { get; init; }

    /// <summary>The tensor that is shown in place of added points; it may move.</summary>
    public TensorSource? Source { get; set; }

    /// <summary>The point added last.</summary>
    public (double X, double Y)? Last { get; private set; }

    /// <summary>Rises with each change.</summary>
    internal int Version { get; private set; }

    internal ReadOnlySpan<double> X => x.AsSpan(0, count + (pending > 0 ? 1 : 0));

    internal ReadOnlySpan<double> Y => y.AsSpan(0, count + (pending > 0 ? 1 : 0));

    /// <summary>Adds a point; x must not fall. A y that is not a number leaves a gap.</summary>
    /// <exception cref="ArgumentException">x is less than the last one.</exception>
    public void Add(double x, double y)
    {
        if (Last is { } last && !(x >= last.X))
        {
            throw new ArgumentException($"LineSeries \"{Name}\": x must not fall, received {x} after {last.X}.");
        }
        Last = (x, y);
        (pendingX, pendingY, pending) = (pendingX + x, pendingY + y, pending + 1);
        (this.x[count], this.y[count]) = (pendingX / pending, pendingY / pending);
        if (pending == merged)
        {
            (pendingX, pendingY, pending) = (0, 0, 0);
            count++;
        }
        if (count == this.x.Length - 1)
        {
            Merge();
        }
        Version++;
    }

    /// <summary>Adds the points of another, if there is one.</summary>
    public void AddAll(LineSeries? other)
    {
        for (int i = 0; i < other?.X.Length; i++)
        {
            Add(other.X[i], other.Y[i]);
        }
    }

    /// <summary>Takes off what lies beyond an x, so that points can be added from there on.</summary>
    /// <param name="name">Of what is taken off, as the curve of an earlier run.</param>
    /// <returns>What was taken off, with the point before it.</returns>
    public LineSeries TakeFrom(double x, string name)
    {
        LineSeries rest = new(name, this.x.Length - 1) { IsEarlier = true };
        int left = X.Length;
        while (left > 0 && this.x[left - 1] > x)
        {
            left--;
        }
        for (int i = Math.Max(0, left - 1); i < X.Length; i++)
        {
            rest.Add(this.x[i], y[i]);
        }
        if (left < X.Length)
        {
            (count, pending, pendingX, pendingY) = (Math.Min(count, left), 0, 0, 0);
            Last = count > 0 ? (this.x[count - 1], y[count - 1]) : null;
            Version++;
        }
        return rest;
    }

    public void Clear()
    {
        (count, merged, pending, pendingX, pendingY, Last) = (0, 1, 0, 0, 0, null);
        Version++;
    }

    void Merge()
    {
        count /= 2;
        merged *= 2;
        for (int i = 0; i < count; i++)
        {
            x[i] = (x[2 * i] + x[2 * i + 1]) / 2;
            y[i] = (y[2 * i] + y[2 * i + 1]) / 2;
        }
    }
}
