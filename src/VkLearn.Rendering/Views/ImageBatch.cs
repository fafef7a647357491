using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// Images [N, H, W], [N, 1, H, W] or [N, 3, H, W] (0 to 1, or bytes) with the predicted class below each: green when it is the label's,
/// red when not; or with a number. Nothing is read back: the shader picks the name and writes the number.
/// </summary>
public sealed class ImageBatch : View
{
    const float NameHeight = 13, Gap = 3;

    readonly DrawShader shader = new("ImageBatch");
    readonly TextAtlas names = new("class names");
    readonly TilePages pages;
    readonly int count, channels, height, width;
    Rectangle area;
    TileFit fit;
    int nameHeight, glyphWidth;
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

    /// <summary>Float32 [N]: a number that is written below each image, in place of a class.</summary>
    public TensorSource? Values { get; init; }

    /// <summary>How wide an image with a text below is at least, on a 1280 x 720 window, though fewer are shown then.</summary>
    public float LeastNamedWidth { get; init; } = 46;

    /// <summary>The unit that all of them belong to; null: each image is its own.</summary>
    public int? Unit { get; set; }

    public override bool IsOfItems => ItemGroup is not null;

    internal Rectangle Area => area;

    internal TileFit Fit => fit;

    public override void Prepare(FrameContext frame)
    {
        nameHeight = Values is null && (Predictions is null || ClassNames.Count == 0) ? 0 : frame.Pixels(NameHeight);
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
            WriteTexts(frame, new TextStyle(10));
        }
    }

    public override void Draw(FrameContext frame)
    {
        if (fit.Shown == 0)
        {
            return;
        }
        ulong below = AddressOf(Values ?? Predictions), label = AddressOf(Labels);
        ReadOnlySpan<Constant> constants =
        [
            ("TYPE", (uint)Source.Type), ("CHANNELS", channels), ("PREDICTED", below != 0 && Values is null), ("LABELLED", label != 0),
            ("NUMBERED", Values is not null),
        ];
        shader.Draw(frame, area, constants,
            Source.WordAddress, below, label, nameHeight > 0 ? names.Address : 0ul, frame.Palette.Address,
            Source.FirstElement + pages.First * channels * height * width, fit.Shown, fit.Columns, ClassNames.Count,
            (float)fit.PitchX, (float)fit.PitchY, fit.Width + 2, fit.Height + 2,
            (float)width / fit.Width, (float)height / fit.Height, height, width, nameHeight,
            DrawShader.Word(frame.Theme.Right), DrawShader.Word(frame.Theme.Wrong), DrawShader.Word(frame.Theme.Axis), glyphWidth, names.Pitch);
        int? marked = IsOfItems ? ChosenItem : Unit is null ? MarkedUnit : null;
        if (marked - pages.First is int shown && shown >= 0 && shown < fit.Shown)
        {
            int x = area.X + shown % fit.Columns * fit.PitchX, y = area.Y + shown / fit.Columns * fit.PitchY;
            frame.Outline(new(x - 1, y - 1, fit.Width + 4, fit.Height + 4), frame.Theme.Marked, 2);
        }
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
        return new(Source, flat, Unit ?? pages.First + shown, new(
            area.X + tileX * fit.PitchX + 1 + left, area.Y + tileY * fit.PitchY + 1 + top,
            Math.Max(1, fit.Width / width), Math.Max(1, fit.Height / height)));
    }

    public override void Dispose()
    {
        names.Dispose();
        base.Dispose();
    }

    void WriteTexts(FrameContext frame, TextStyle style)
    {
        if (Values is null)
        {
            names.Update(frame, ClassNames, fit.Width + 2, nameHeight, style, isAcross: false, TextAlign.Center);
            return;
        }
        glyphWidth = (int)Math.Ceiling(Canvas.Measure("0", style, frame.Scale) + 0.2f);
        names.Update(frame, TextAtlas.NumberGlyphs, glyphWidth, nameHeight, style, isAcross: true, TextAlign.Center);
    }

    /// <summary>Of what belongs to the first shown image; 0 for none.</summary>
    ulong AddressOf(TensorSource? each) =>
        each is { } some ? some.Buffer.Address + (ulong)(some.ByteOffset + pages.First * sizeof(int)) : 0;
}
