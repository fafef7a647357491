namespace VkLearn.Rendering;

/// <summary>A colour scale with the numbers at its ends, and how many values are none.</summary>
/// <param name="isColored">The scale of red, of green and of blue, each from black, in place of a colour map's.</param>
/// <param name="isOverImage">Whether its colours lie over an image.</param>
public sealed class ColorBar(bool isColored = false, bool isOverImage = false) : IDisposable
{
    const float NumberWidth = 48, BarWidth = 110, LeastBarWidth = 16, BarHeight = 8, Gap = 6;

    readonly DrawShader shader = new("ColorBar");
    readonly CanvasImage<Content> image = new("color bar", Paint);
    Rectangle bar;
    RangeState? range;

    /// <summary>Its height on a 1280 x 720 window.</summary>
    public const float Height = 15;

    /// <summary>In a view's <see cref="View.Prepare"/>; it takes the left of the place, as much as it needs.</summary>
    public void Update(FrameContext frame, Rectangle place, RangeState range)
    {
        this.range = range;
        int gap = frame.Pixels(Gap), number = NumberWidthIn(frame, place.Width, gap);
        int width = Math.Min(frame.Pixels(BarWidth), place.Width - 2 * (number + gap)), height = frame.Pixels(BarHeight);
        bar = place.IsEmpty || width <= 0 ? default
            : new(place.X + number + gap, place.Y + (place.Height - height) / 2, width, height);
        int used = Math.Min(place.Width, 2 * (number + gap) + width + frame.Pixels(90));
        image.Update(frame, bar.IsEmpty ? default : place with { Width = used }, Content.Of(range.Numbers, number, gap, width));
    }

    /// <summary>Where there is little room, the bar gives way: its numbers are what is to be read.</summary>
    static int NumberWidthIn(FrameContext frame, int width, int gap)
    {
        int beside = (width - 2 * gap - frame.Pixels(LeastBarWidth)) / 2;
        return Math.Min(frame.Pixels(NumberWidth), Math.Max(beside, width / 4));
    }

    /// <summary>In a view's <see cref="View.Draw"/>.</summary>
    public void Draw(FrameContext frame)
    {
        image.Draw(frame);
        if (!bar.IsEmpty)
        {
            shader.Draw(frame, bar, [("COLORED", isColored)], range!.Address,
                (isOverImage ? frame.ImagePalette : frame.Palette).Address);
            frame.Outline(bar.Inset(-frame.Pixels(1)), frame.Theme.Border); // an end has the card's own colour
        }
    }

    public void Dispose() => image.Dispose();

    static void Paint(Canvas canvas, Content content)
    {
        canvas.Text(content.Low, 0, 0, content.Number, canvas.Height, TextStyle.Small, canvas.Theme.Muted, TextAlign.Right);
        float right = content.Number + 2 * content.Gap + content.Bar;
        canvas.Text(content.High, right, 0, content.Number, canvas.Height, TextStyle.Small, canvas.Theme.Muted);
        float strange = right + content.Number + content.Gap;
        canvas.Text(content.Strange, strange, 0, canvas.Width - strange, canvas.Height, TextStyle.Small, canvas.Theme.Nan);
    }

    readonly record struct Content(string Low, string High, string Strange, int Number, int Gap, int Bar)
    {
        public static Content Of(RangeNumbers? numbers, int number, int gap, int bar) => numbers is not { } known
            ? new("", "", "", number, gap, bar)
            : new(Numbers.Short(known.Low), Numbers.Short(known.High), StrangeText(known), number, gap, bar);

        static string StrangeText(RangeNumbers known) => (known.Nans, known.Infinities) switch
        {
            (0, 0) => "",
            (var nans, 0) => $"{Numbers.Whole(nans)} NaN",
            (0, var infinities) => $"{Numbers.Whole(infinities)} ∞",
            var (nans, infinities) => $"{Numbers.Whole(nans)} NaN, {Numbers.Whole(infinities)} ∞",
        };
    }
}
