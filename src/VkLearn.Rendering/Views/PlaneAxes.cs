namespace VkLearn.Rendering.Views;

/// <summary>The axes of a plane that goes as far from 0 each way, drawn about square, with room for a legend below.</summary>
/// <param name="reach">It goes from less this to this both ways.</param>
sealed class PlaneAxes(double reach) : IDisposable
{
    const float LegendHeight = 15, AxisWidth = 26;

    readonly PlotAxes axes = new();
    readonly Axis range = new(-reach, reach);

    public Rectangle Plot => axes.Plot;

    /// <summary>Where the left end is, and how many pixels a unit takes, to the right; where 0 is, and how many it takes upwards.</summary>
    public (float Low, float PerUnit, float Bottom, float PerUnitUp) Scale
    {
        get
        {
            double span = range.High - range.Low, up = Plot.Height / span;
            return ((float)range.Low, (float)(Plot.Width / span), (float)(range.High * up), (float)up);
        }
    }

    /// <returns>The legend's place.</returns>
    public Rectangle Update(FrameContext frame, Rectangle content, bool hasLegend)
    {
        int below = hasLegend ? frame.Pixels(LegendHeight) : 0;
        Rectangle room = content.Inset(0, 0, 0, below);
        int width = Math.Min(room.Width, room.Height + frame.Pixels(AxisWidth)); // about a square
        axes.Update(frame, room with { X = room.X + (room.Width - width) / 2, Width = width }, range, range, "");
        return below == 0 ? default : content with { Y = content.Bottom - below, Height = below };
    }

    public void Draw(FrameContext frame) => axes.Draw(frame);

    /// <summary>A place's pixel on the target.</summary>
    public (int X, int Y) PixelOf(double x, double y) =>
        (Plot.X + (int)(range.ShareOf(x) * Plot.Width), Plot.Y + (int)((1 - range.ShareOf(y)) * Plot.Height));

    /// <summary>That of the middle of a pixel.</summary>
    public (double X, double Y) PlaceAt(float x, float y) =>
        (range.ValueAt((x + 0.5 - Plot.X) / Plot.Width), range.ValueAt(1 - (y + 0.5 - Plot.Y) / Plot.Height));

    /// <summary>What a tooltip says of a pixel; null where it is not on the plane.</summary>
    public string? TextAt(float x, float y)
    {
        (double X, double Y) place = PlaceAt(x, y);
        return Plot.Contains(x, y) ? $"({Numbers.Short(place.X)}, {Numbers.Short(place.Y)})" : null;
    }

    public void Dispose() => axes.Dispose();
}
