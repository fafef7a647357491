namespace VkLearn.Rendering.Views;

/// <summary>
/// An image, darkened, with a map over it: what of it a model looked at. The greater a pixel's weight, the more the image gives way to the
/// weight's colour. A map of fewer pixels than the image is read linearly between its own.
/// </summary>
public sealed class ImageMap : View
{
    const float BarGap = 6;

    /// <summary>How much of the greatest weight's pixel is its colour; the rest is the image.</summary>
    internal const float Most = 0.85f;

    /// <summary>How much of the image's light is left: a bright image hides a map.</summary>
    internal const float Bright = 0.6f;

    readonly DrawShader shader = new("ImageMap");
    readonly RangeState range = new();
    readonly ColorBar bar = new(isOverImage: true);
    readonly int channels, height, width, mapHeight, mapWidth;
    Rectangle area;

    /// <param name="image">[1 or 3, H, W], or that as a batch of one; 0 to 1, or bytes.</param>
    /// <param name="map">Float32 [h, w], or that as a batch of one; none of it below zero.</param>
    /// <exception cref="ArgumentException">They have other shapes.</exception>
    public ImageMap(TensorSource image, TensorSource map) : base(map.Name)
    {
        (channels, height, width) = image.Shape switch
        {
            [1, int c and (1 or 3), int h, int w] => (c, h, w),
            [int c and (1 or 3), int h, int w] => (c, h, w),
            _ => throw new ArgumentException(
                $"ImageMap \"{image.Name}\": an image is [1, H, W] or [3, H, W], or a batch of one, received {image.ShapeText}."),
        };
        (mapHeight, mapWidth) = (map.Type, map.Shape) switch
        {
            (ElementType.Float32, [int h, int w]) => (h, w),
            (ElementType.Float32, [1, int h, int w]) => (h, w),
            _ => throw new ArgumentException(
                $"ImageMap \"{map.Name}\": a map is Float32 [h, w], or a batch of one, received {map.ShapeText}."),
        };
        (Image, Map, Detail) = (image, map, map.ShapeText);
    }

    public TensorSource Image { get; }

    public TensorSource Map { get; }

    internal Rectangle Area => area;

    internal RangeState Range => range;

    public override void Prepare(FrameContext frame)
    {
        range.Update(frame, Map, ColorScale.Magnitude);
        int barHeight = frame.Pixels(ColorBar.Height);
        bar.Update(frame, new(Content.X, Content.Bottom - barHeight, Content.Width, barHeight), range);
        Rectangle room = Content.Inset(0, 0, 0, barHeight + frame.Pixels(BarGap));
        TileFit fit = TileFit.Many(1, height, width, room.Width, room.Height, 0, 0);
        area = new(room.X + (room.Width - fit.Width) / 2, room.Y + (room.Height - fit.Height) / 2, fit.Width, fit.Height);
    }

    public override void Draw(FrameContext frame)
    {
        bar.Draw(frame);
        shader.Draw(frame, area, [("TYPE", (uint)Image.Type), ("CHANNELS", channels)],
            Image.WordAddress, Map.WordAddress, range.Address, frame.ImagePalette.Address, Image.FirstElement,
            height, width, mapHeight, mapWidth, Bright, Most);
    }

    public override Cell? CellAt(float x, float y)
    {
        if (!area.Contains(x, y))
        {
            return null;
        }
        int row = ((int)y - area.Y) * mapHeight / area.Height, column = ((int)x - area.X) * mapWidth / area.Width;
        int left = column * area.Width / mapWidth, right = (column + 1) * area.Width / mapWidth;
        int top = row * area.Height / mapHeight, bottom = (row + 1) * area.Height / mapHeight;
        Rectangle place = new(area.X + left, area.Y + top, Math.Max(1, right - left), Math.Max(1, bottom - top));
        return new(Map, row * mapWidth + column, 0, place);
    }

    public override void Dispose()
    {
        range.Dispose();
        bar.Dispose();
        base.Dispose();
    }
}
