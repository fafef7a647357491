namespace VkLearn.Rendering.Views;

/// <summary>
/// Images [N, H, W], [N, 1, H, W] or [N, 3, H, W] (0 to 1, or bytes) with the predicted class below each: green when it is the label's,
/// red when not. Nothing is read back: the shader picks the name.
/// </summary>
public sealed class ImageBatch : View
{
    const float NameHeight = 13, LeastNamedWidth = 46, Gap = 3;

    readonly DrawShader shader = new("ImageBatch");
    readonly Strip names = new("class names");
    readonly TilePages pages;
    readonly int count, channels, height, width;
    Rectangle area;
    TileFit fit;
    int nameHeight;
    (int Width, int Height, int Name) fitted = (-1, -1, -1); // what the images were laid out in

    /// <exception cref="ArgumentException">The shape is not that of images.</exception>
    public ImageBatch(TensorSource images, IReadOnlyList<string> classNames) : base(images.Name)
    {
        (count, channels, height, width) = images.Shape switch
        {
            [int n, int h, int w] => (n, 1, h, w),
            [int n, int c and (1 or 3), int h, int w] => (n, c, h, w),
            _ => throw new ArgumentException(
                $"ImageBatch \"{images.Name}\": images are [N, H, W], [N, 1, H, W] or [N, 3, H, W], received {images.ShapeText}."),
        };
        pages = new(count);
        Source = images;
        ClassNames = classNames;
        Detail = images.ShapeText;
    }

    /// <summary>What is shown; it may move, but keeps its shape.</summary>
    public TensorSource Source { get; set; }

    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Int32 [N]: the class each image was taken for.</summary>
    public TensorSource? Predictions { get; set; }

    /// <summary>Int32 [N]: the class each image is of; -1 for none.</summary>
    public TensorSource? Labels { get; set; }

    internal Rectangle Area => area;

    internal TileFit Fit => fit;

    public override void Prepare(FrameContext frame)
    {
        nameHeight = Predictions is null || ClassNames.Count == 0 ? 0 : frame.Pixels(NameHeight);
        int gap = frame.Pixels(Gap), least = nameHeight == 0 ? 1 : (int)Math.Ceiling(frame.Pixels(LeastNamedWidth) / (double)width);
        if (Content.Height < (height * least + nameHeight) || Content.Width < width * least)
        {
            (nameHeight, least) = (0, 1);
        }
        if (fitted != (Content.Width, Content.Height, nameHeight))
        {
            fitted = (Content.Width, Content.Height, nameHeight);
            // A tile has a frame of 1 on each side: those pixels belong to the gaps here.
            fit = TileFit.Many(count, height, width, Content.Width - 2,
                Content.Height - 2 - nameHeight, gap + 2, gap + 2 + nameHeight, least);
        }
        pages.Update(fit.Shown);
        Note = pages.Note;
        (int across, int down) = fit.Extent(gap, gap);
        area = fit.Shown == 0 ? default
            : new(Content.X + (Content.Width - across) / 2, Content.Y + (Content.Height - down) / 2, across, down);
        if (nameHeight > 0 && fit.Shown > 0)
        {
            names.Update(frame, ClassNames, fit.Width + 2, nameHeight, new TextStyle(10), isAcross: false, TextAlign.Center);
        }
    }

    public override void Draw(FrameContext frame)
    {
        if (fit.Shown == 0)
        {
            return;
        }
        ulong prediction = AddressOf(Predictions), label = AddressOf(Labels);
        shader.Draw(frame, area, [(uint)Source.Type, (uint)channels, prediction == 0 ? 0u : 1u, label == 0 ? 0u : 1u],
            Source.WordAddress, prediction, label, nameHeight > 0 ? names.Address : 0ul, frame.Palette.Address,
            Source.FirstElement + pages.First * channels * height * width, fit.Shown, fit.Columns, ClassNames.Count,
            (float)fit.PitchX, (float)fit.PitchY, fit.Width + 2, fit.Height + 2,
            (float)width / fit.Width, (float)height / fit.Height, height, width, nameHeight,
            DrawShader.Word(Theme.Right), DrawShader.Word(Theme.Wrong), DrawShader.Word(Theme.Axis));
    }

    public override bool Pointer(PointerEvent e) => pages.Scroll(e, fit.Columns);

    public override Cell? CellAt(float x, float y)
    {
        if (!area.Contains(x, y))
        {
            return null;
        }
        int px = (int)x - area.X, py = (int)y - area.Y, tileX = px / fit.PitchX, tileY = py / fit.PitchY;
        (int innerX, int innerY) = (px - tileX * fit.PitchX - 1, py - tileY * fit.PitchY - 1);
        int shown = tileY * fit.Columns + tileX, column = innerX * width / fit.Width, row = innerY * height / fit.Height;
        if (innerX < 0 || innerY < 0 || column >= width || row >= height || shown >= fit.Shown)
        {
            return null;
        }
        int flat = (pages.First + shown) * channels * height * width + row * width + column;
        int left = column * fit.Width / width, top = row * fit.Height / height;
        return new(Source, flat, pages.First + shown, new(
            area.X + tileX * fit.PitchX + 1 + left, area.Y + tileY * fit.PitchY + 1 + top,
            Math.Max(1, fit.Width / width), Math.Max(1, fit.Height / height)));
    }

    public override void Dispose()
    {
        names.Dispose();
        base.Dispose();
    }

    /// <summary>Of the first shown image's class; 0 for none.</summary>
    ulong AddressOf(TensorSource? classes) =>
        classes is { } some ? some.Buffer.Address + (ulong)(some.ByteOffset + pages.First * sizeof(int)) : 0;
}
