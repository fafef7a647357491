using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// An image [H, W] of floats from 0 to 1 that the pointer draws into: the left button draws with a round brush, the right one erases, a
/// double click clears.
/// </summary>
public sealed class DrawingPad : View
{
    const float HintHeight = 15;
    static readonly TimeSpan DoubleClick = TimeSpan.FromMilliseconds(350);

    readonly DrawShader shader = new("ImageBatch");
    readonly CanvasImage<bool> hint;
    readonly float[] pixels;
    readonly int height, width;
    Rectangle area; // of the image, without its frame
    (float X, float Y)? last; // where the stroke is, in cells
    int button;
    bool isChanged = true, isExample;
    TimeSpan now, pressed = TimeSpan.MinValue;

    public DrawingPad(GpuDevice gpu, string title, int height, int width) : base(title)
    {
        (this.height, this.width, pixels) = (height, width, new float[height * width]);
        Image = gpu.Memory.Allocate(pixels.Length * sizeof(float), "drawing");
        gpu.Staging.Upload<float>(pixels, Image);
        Source = new(Image, 0, ElementType.Float32, [height, width], title);
        BrushRadius = 0.045f * Math.Min(height, width);
        hint = new("drawing hint", Paint);
    }

    /// <summary>The image in device memory.</summary>
    public GpuBuffer Image { get; }

    /// <summary>The image as a tensor [H, W].</summary>
    public TensorSource Source { get; }

    /// <summary>The image in main memory.</summary>
    public ReadOnlySpan<float> Pixels => pixels;

    /// <summary>Of the brush, in pixels of the image; its edge is half a pixel softer on each side.</summary>
    public float BrushRadius { get; set; }

    /// <summary>What is to be drawn, said while the image is empty.</summary>
    public string Hint { get; init; } = "draw here";

    /// <summary>Whether nothing is drawn.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Whether a stroke is being drawn.</summary>
    public bool IsDrawing => last is not null;

    /// <summary>Raised in <see cref="Prepare"/> once the changed image is on its way to the device.</summary>
    public event Action? Changed;

    internal Rectangle Area => area;

    public void Clear()
    {
        pixels.AsSpan().Clear();
        (isChanged, IsEmpty, isExample) = (true, true, false);
    }

    /// <summary>Shows what a drawing may look like, until the first stroke; it counts as nothing drawn.</summary>
    /// <param name="example">As many values as <see cref="Pixels"/>, from 0 to 1.</param>
    public void Suggest(ReadOnlySpan<float> example)
    {
        example.CopyTo(pixels);
        (isChanged, IsEmpty, isExample) = (true, true, true);
    }

    public override void Prepare(FrameContext frame)
    {
        now = frame.Time;
        int below = Content.Height >= frame.Pixels(80) ? frame.Pixels(HintHeight) + frame.Pixels(3) : 0;
        int line = frame.Pixels(1);
        int cell = Math.Min((Content.Width - 2 * line) / width, (Content.Height - below - 2 * line) / height);
        area = cell < 1 ? default
            : new(Content.X + (Content.Width - cell * width) / 2,
                Content.Y + line + (Content.Height - below - 2 * line - cell * height) / 2, cell * width, cell * height);
        hint.Update(frame, below == 0 ? default : new(Content.X, Content.Bottom - below + frame.Pixels(3), Content.Width,
            below - frame.Pixels(3)), IsEmpty);
        if (isChanged)
        {
            isChanged = false;
            frame.Gpu.Staging.Upload<float>(pixels, Image);
            Changed?.Invoke();
        }
    }

    public override void Draw(FrameContext frame)
    {
        hint.Draw(frame);
        if (area.IsEmpty)
        {
            return;
        }
        int line = frame.Pixels(1);
        Rectangle framed = area.Inset(-line);
        shader.Draw(frame, framed, [("TYPE", (uint)ElementType.Float32), ("CHANNELS", 1)],
            Image.Address, 0ul, 0ul, 0ul, frame.Palette.Address, 0, 1, 1, 0, (float)framed.Width, (float)framed.Height,
            framed.Width, framed.Height, line, height, width, 0,
            0u, 0u, DrawShader.Word(last is null ? frame.Theme.Axis : frame.Theme.Accent), 0, 0);
    }

    public override bool Pointer(PointerEvent e)
    {
        (float x, float y) = ((e.X - area.X) * width / Math.Max(1, area.Width), (e.Y - area.Y) * height / Math.Max(1, area.Height));
        switch (e.Action)
        {
            case PointerAction.Press when area.Contains(e.X, e.Y) && e.Button <= 1:
                Begin(e.Button, x, y);
                return true;
            case PointerAction.Move when last is { } from:
                Stroke(from, (x, y));
                last = (x, y);
                return true;
            case PointerAction.Release when last is not null && e.Button == button:
                last = null;
                return true;
            default:
                return false;
        }
    }

    public override Cell? CellAt(float x, float y)
    {
        if (last is not null || !area.Contains(x, y))
        {
            return null;
        }
        int cell = area.Width / width, column = ((int)x - area.X) / cell, row = ((int)y - area.Y) / cell;
        return new(Source, row * width + column, column, new(area.X + column * cell, area.Y + row * cell, cell, cell));
    }

    public override void Dispose()
    {
        hint.Dispose();
        Image.Dispose();
        base.Dispose();
    }

    void Begin(int button, float x, float y)
    {
        bool isDouble = button == 0 && pressed != TimeSpan.MinValue && now - pressed <= DoubleClick;
        (this.button, pressed) = (button, button == 0 && !isDouble ? now : TimeSpan.MinValue);
        if (isDouble)
        {
            Clear();
            return;
        }
        if (isExample)
        {
            Clear();
        }
        last = (x, y);
        Stroke((x, y), (x, y));
    }

    /// <summary>A pixel gets the share of it that the brush covers, about; erasing takes as much away.</summary>
    void Stroke((float X, float Y) from, (float X, float Y) to)
    {
        float radius = button == 0 ? BrushRadius : 2 * BrushRadius, reach = radius + 1;
        int top = Row(Math.Min(from.Y, to.Y) - reach), bottom = Row(Math.Max(from.Y, to.Y) + reach);
        int left = Column(Math.Min(from.X, to.X) - reach), right = Column(Math.Max(from.X, to.X) + reach);
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                float cover = Math.Clamp(radius + 0.5f - Distance((column + 0.5f, row + 0.5f), from, to), 0, 1);
                ref float pixel = ref pixels[row * width + column];
                pixel = button == 0 ? Math.Max(pixel, cover) : Math.Min(pixel, 1 - cover);
            }
        }
        isChanged = true;
        IsEmpty = !pixels.AsSpan().ContainsAnyExcept(0f);
    }

    int Row(float y) => Math.Clamp((int)y, 0, height - 1);

    int Column(float x) => Math.Clamp((int)x, 0, width - 1);

    static float Distance((float X, float Y) p, (float X, float Y) a, (float X, float Y) b)
    {
        (float dx, float dy) = (b.X - a.X, b.Y - a.Y);
        float length = dx * dx + dy * dy, share = length > 0 ? Math.Clamp(((p.X - a.X) * dx + (p.Y - a.Y) * dy) / length, 0, 1) : 0;
        (float x, float y) = (p.X - a.X - share * dx, p.Y - a.Y - share * dy);
        return MathF.Sqrt(x * x + y * y);
    }

    void Paint(Canvas canvas, bool isEmpty) => canvas.Text(
        isEmpty ? Hint : "right button erases · double click clears", 0, 0, canvas.Width, canvas.Height,
        TextStyle.Small, isEmpty ? canvas.Theme.Muted : canvas.Theme.Faint, TextAlign.Center);
}
