using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// Images [N, H, W], [N, 1, H, W] or [N, 3, H, W] (0 to 1, or bytes) with the predicted class below each: green when it is the label's;
/// when not, red, with what it is, "pullover, is shirt"; or with a number. Nothing is read back: the shader picks the names and writes the
/// number.
/// </summary>
public sealed class ImageBatch : View
{
    const float NameHeight = 13, NameSize = 10, Gap = 3, LeastWidth = 46;
    const int MostPaired = 16;

    readonly DrawShader shader = new("ImageBatch");
    readonly TextAtlas names = new("class names");
    readonly TilePages pages;
    readonly string[] captions;
    readonly bool isPaired;
    readonly int count, channels, height, width;
    Rectangle area;
    TileFit fit;
    int nameHeight, captionHeight, glyphWidth, line; // of a line of text; of all below an image; of a digit; of the frame around an image
    (int Width, int Height, int Caption) fitted = (-1, -1, -1); // what the images were laid out in

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
        (captions, isPaired) = CaptionsOf(classNames);
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
    public float LeastNamedWidth { get; init; } = LeastWidth;

    /// <summary>The unit that all of them belong to; null: each image is its own.</summary>
    public int? Unit { get; set; }

    public override bool IsOfItems => ItemGroup is not null;

    internal Rectangle Area => area;

    internal TileFit Fit => fit;

    public override void Prepare(FrameContext frame)
    {
        nameHeight = Values is null && (Predictions is null || ClassNames.Count == 0) ? 0 : frame.Pixels(NameHeight);
        line = frame.Pixels(1);
        captionHeight = nameHeight * (HasTwoLines ? 2 : 1);
        int gap = frame.Pixels(Gap), least = nameHeight == 0 ? 1 : (int)Math.Ceiling(frame.Pixels(LeastNamedWidth) / (double)width);
        if (Content.Height < (height * least + captionHeight) || Content.Width < width * least)
        {
            (nameHeight, captionHeight, least) = (0, 0, 1);
        }
        if (fitted != (Content.Width, Content.Height, captionHeight))
        {
            fitted = (Content.Width, Content.Height, captionHeight);
            // A tile has a frame: its pixels belong to the gaps here.
            fit = TileFit.Many(count, height, width, Content.Width - 2 * line,
                Content.Height - 2 * line - captionHeight, gap + 2 * line, gap + 2 * line + captionHeight, least);
        }
        pages.Update(fit.Shown);
        Note = pages.Note;
        (int across, int down) = fit.Extent(gap, gap);
        area = fit.Shown == 0 ? default
            : new(Content.X + (Content.Width - across) / 2, Content.Y + (Content.Height - down) / 2, across, down);
        if (nameHeight > 0 && fit.Shown > 0)
        {
            WriteTexts(frame, new TextStyle(NameSize));
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
            ("NUMBERED", Values is not null), ("CORRECTED", IsCorrected), ("TWO_LINES", HasTwoLines),
        ];
        shader.Draw(frame, area, constants,
            Source.WordAddress, below, label, nameHeight > 0 ? names.Address : 0ul, frame.Palette.Address,
            Source.FirstElement + pages.First * channels * height * width, fit.Shown, fit.Columns, ClassNames.Count,
            (float)fit.PitchX, (float)fit.PitchY, fit.Width + 2 * line, fit.Height + 2 * line, line,
            height, width, nameHeight,
            DrawShader.Word(frame.Theme.Right), DrawShader.Word(frame.Theme.Wrong), DrawShader.Word(frame.Theme.Faint),
            glyphWidth, names.Pitch);
        int? marked = IsOfItems ? ChosenItem : Unit is null ? MarkedUnit : null;
        if (marked - pages.First is int shown && shown >= 0 && shown < fit.Shown)
        {
            int x = area.X + shown % fit.Columns * fit.PitchX, y = area.Y + shown / fit.Columns * fit.PitchY;
            frame.Outline(new Rectangle(x, y, fit.Width + 2 * line, fit.Height + 2 * line).Inset(-line), frame.Theme.Marked, 2);
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
        (int innerX, int innerY) = (px - tileX * fit.PitchX - line, py - tileY * fit.PitchY - line);
        int shown = tileY * fit.Columns + tileX, column = innerX * width / fit.Width, row = innerY * height / fit.Height;
        bool isName = innerY >= fit.Height + line && innerY < fit.Height + line + captionHeight && shown < fit.Shown;
        if (isName && Values is null && Predictions is { } predictions)
        {
            Rectangle name = new(area.X + tileX * fit.PitchX, area.Y + tileY * fit.PitchY + fit.Height + 2 * line,
                fit.Width + 2 * line, captionHeight);
            return new(predictions, pages.First + shown, Unit ?? pages.First + shown, name, ClassNames);
        }
        if (innerX < 0 || innerY < 0 || column >= width || row >= height || shown >= fit.Shown)
        {
            return null;
        }
        int flat = (pages.First + shown) * channels * height * width + row * width + column;
        int left = column * fit.Width / width, top = row * fit.Height / height;
        return new(Source, flat, Unit ?? pages.First + shown, new(
            area.X + tileX * fit.PitchX + line + left, area.Y + tileY * fit.PitchY + line + top,
            Math.Max(1, fit.Width / width), Math.Max(1, fit.Height / height)));
    }

    public override void Dispose()
    {
        names.Dispose();
        base.Dispose();
    }

    /// <summary>How wide captions of such classes are, on a 1280 x 720 window.</summary>
    public static float CaptionWidth(IReadOnlyList<string> classNames) =>
        CaptionsOf(classNames).Captions.Select(WidthOf).DefaultIfEmpty().Max() + 4;

    /// <summary>Whether a mistake says what the image is.</summary>
    bool IsCorrected => Values is null && Predictions is not null && Labels is not null;

    bool HasTwoLines => IsCorrected && !isPaired;

    /// <summary>What an image was taken for, by its class, then of mistakes what it is: "9, is 4" of few classes with short names, else for
    /// a line of its own "is shirt".</summary>
    static (string[] Captions, bool IsPaired) CaptionsOf(IReadOnlyList<string> names)
    {
        string[] pairs = names.Count > MostPaired ? [] : [.. from label in names from taken in names select $"{taken}, is {label}"];
        bool isPaired = pairs.Length > 0 && pairs.Max(WidthOf) <= LeastWidth;
        return ([.. names, .. isPaired ? pairs : names.Select(static name => $"is {name}")], isPaired);
    }

    static float WidthOf(string text) => Canvas.Measure(text, new TextStyle(NameSize), 1);

    void WriteTexts(FrameContext frame, TextStyle style)
    {
        if (Values is null)
        {
            names.Update(frame, captions, fit.Width + 2 * line, nameHeight, style, isAcross: false, TextAlign.Center);
            return;
        }
        glyphWidth = (int)Math.Ceiling(Canvas.Measure("0", style, frame.Scale) + 0.2f);
        names.Update(frame, TextAtlas.NumberGlyphs, glyphWidth, nameHeight, style, isAcross: true, TextAlign.Center);
    }

    /// <summary>Of what belongs to the first shown image; 0 for none.</summary>
    ulong AddressOf(TensorSource? each) =>
        each is { } some ? some.Buffer.Address + (ulong)(some.ByteOffset + pages.First * sizeof(int)) : 0;
}
