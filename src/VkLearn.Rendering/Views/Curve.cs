using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// A series as a plot draws it: for each pixel column the span of the raw values and the height of the smoothed curve, in device memory.
/// </summary>
sealed class Curve(LineSeries series) : IDisposable
{
    const int FloatsPerColumn = 3, PartWidth = 48, PartMargin = 3;

    readonly ComputeShader shader = new("Curve");
    readonly List<Rectangle> parts = [];
    float[] columns = [];
    GpuBuffer? buffer;
    (int Version, Axis X, Axis Y, int Width, int Height, float Smoothing) made;

    public LineSeries Series => series;

    /// <summary>Range of a tensor's values; unused for points that were added.</summary>
    public RangeState Range { get; } = new();

    public ulong Address => buffer!.Address;

    /// <summary>Pixels that the columns were made for.</summary>
    public int Width => made.Width;

    /// <inheritdoc cref="Width"/>
    public int Height => made.Height;

    /// <summary>The smoothed curve's last value; NaN before the first.</summary>
    public double Latest { get; private set; } = double.NaN;

    /// <summary>The parts of the plot that the curve touches, from the plot's corner: most of a plot is empty, and costs nothing.</summary>
    public IReadOnlyList<Rectangle> Parts => parts;

    /// <summary>Height of the smoothed curve in a column, in pixels from the top; NaN for none, and for a tensor's.</summary>
    public float HeightAt(int column) => series.Source is null && column >= 0 && column * FloatsPerColumn < columns.Length
        ? columns[column * FloatsPerColumn + 2]
        : float.NaN;

    /// <summary>Before drawing begins: makes the columns anew when anything changed; a tensor's every time, on the device.</summary>
    public void Update(FrameContext frame, Axis x, Axis y, int width, int height, float smoothing)
    {
        Make(frame.Gpu, width);
        if (series.Source is { } source)
        {
            Dispatch(frame, source, y, width, height);
            made = made with { Width = width, Height = height };
            parts.Clear();
            parts.Add(new(0, 0, width, height));
        }
        else if (made != (series.Version, x, y, width, height, smoothing))
        {
            made = (series.Version, x, y, width, height, smoothing);
            Resample(x, y, width, height, smoothing);
            FindParts(width, height);
            frame.Gpu.Staging.Upload<float>(columns, buffer!);
        }
    }

    public void Dispose()
    {
        buffer?.Dispose();
        Range.Dispose();
    }

    void Make(GpuDevice gpu, int width)
    {
        if (columns.Length != width * FloatsPerColumn)
        {
            columns = new float[width * FloatsPerColumn];
            buffer?.Dispose();
            buffer = gpu.Memory.Allocate(columns.Length * sizeof(float), $"curve {series.Name}");
            made = default;
        }
    }

    void Dispatch(FrameContext frame, TensorSource source, Axis y, int width, int height)
    {
        double start = y.IsLogarithmic ? Math.Log10(y.Low) : y.Low, span = (y.IsLogarithmic ? Math.Log10(y.High) : y.High) - start;
        shader.Dispatch(frame, (width + 63) / 64, 64, [("TYPE", (uint)source.Type)],
            source.WordAddress, Address, source.FirstElement, source.Count, width,
            (float)start, (float)(height / span), (float)height, y.IsLogarithmic ? 1 : 0);
    }

    void Resample(Axis x, Axis y, int width, int height, float smoothing)
    {
        columns.AsSpan().Fill(float.NaN);
        Latest = double.NaN;
        double tau = smoothing * (x.High - x.Low);
        Point before = default;
        bool hasBefore = false;
        ReadOnlySpan<double> xs = series.X, ys = series.Y;
        for (int i = 0; i < xs.Length; i++)
        {
            if (!double.IsFinite(ys[i]) || y.IsLogarithmic && ys[i] <= 0)
            {
                hasBefore = false;
                continue;
            }
            double weight = hasBefore && tau > 0 ? 1 - Math.Exp(-(xs[i] - before.X) / tau) : 1;
            double smoothed = hasBefore ? before.Smoothed + weight * (ys[i] - before.Smoothed) : ys[i];
            Latest = smoothed;
            Point point = new(
                xs[i], smoothed, x.ShareOf(xs[i]) * (width - 1), height * (1 - y.ShareOf(ys[i])), height * (1 - y.ShareOf(smoothed)));
            Include(hasBefore ? before : point, point, width);
            (before, hasBefore) = (point, true);
        }
    }

    void FindParts(int width, int height)
    {
        parts.Clear();
        for (int left = 0; left < width; left += PartWidth)
        {
            int right = Math.Min(left + PartWidth, width);
            float top = float.PositiveInfinity, bottom = float.NegativeInfinity;
            // With a column more on each side: the line to it passes through this part.
            foreach (float y in ColumnsFrom(Math.Max(0, left - 1), Math.Min(width, right + 1)))
            {
                top = y < top ? y : top;
                bottom = y > bottom ? y : bottom;
            }
            if (top <= bottom)
            {
                int from = (int)Math.Clamp(top - PartMargin, 0, height), to = (int)Math.Clamp(bottom + PartMargin + 1, 0, height);
                parts.Add(new(left, from, right - left, to - from));
            }
        }
    }

    /// <summary>Adds the straight line between two points to the columns that it passes.</summary>
    void Include(Point from, Point to, int width)
    {
        int first = Math.Max(0, (int)Math.Floor(from.Column + 0.5)), last = Math.Min(width - 1, (int)Math.Floor(to.Column + 0.5));
        for (int column = first; column <= last; column++)
        {
            // A point that rounding put on the border of two columns may lie a hair before the first.
            double left = Math.Max(from.Column, column - 0.5), right = Math.Max(left, Math.Min(to.Column, column + 0.5));
            double a = Between(from.Column, from.Raw, to.Column, to.Raw, left);
            double b = Between(from.Column, from.Raw, to.Column, to.Raw, right);
            Span<float> at = columns.AsSpan(column * FloatsPerColumn, FloatsPerColumn);
            at[0] = Least(at[0], (float)Math.Min(a, b));
            at[1] = -Least(-at[1], -(float)Math.Max(a, b));
            // The curve's height at the column's centre, or where it comes nearest to it.
            if (float.IsNaN(at[2]) || column <= to.Column)
            {
                at[2] = (float)Between(from.Column, from.SmoothedHeight, to.Column, to.SmoothedHeight, Math.Clamp(column, left, right));
            }
        }
    }

    ReadOnlySpan<float> ColumnsFrom(int first, int end) => columns.AsSpan(first * FloatsPerColumn, (end - first) * FloatsPerColumn);

    static float Least(float a, float b) => float.IsNaN(a) || b < a ? b : a;

    static double Between(double x0, double y0, double x1, double y1, double x) => x1 > x0 ? y0 + (y1 - y0) * (x - x0) / (x1 - x0) : y1;

    readonly record struct Point(double X, double Smoothed, double Column, double Raw, double SmoothedHeight);
}
