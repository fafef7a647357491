using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>What lies under the pointer, in the view's words: an element with its value, the only one that is read back, or a text.
/// </summary>
sealed class Tooltip : IDisposable
{
    const int WordBytes = 4;
    const float Height = 24, Padding = 9, Distance = 14;
    static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(100);

    readonly CanvasImage<string> image = new("tooltip", Paint);
    readonly byte[] read = new byte[2 * WordBytes]; // the element, and what it is told with
    GpuReadback? readback;
    TimeSpan? asked;
    Cell? cell, askedFor, known, written;
    double value;
    double? beside;
    bool isUnderWay;
    string text = "", element = "";

    /// <summary>Before drawing begins.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="view">What is under the pointer; null: nothing.</param>
    /// <param name="x">The pointer, in pixels of the target.</param>
    /// <param name="y">The pointer, in pixels of the target.</param>
    /// <param name="target">The target's size.</param>
    public void Update(FrameContext frame, View? view, float x, float y, (int Width, int Height) target)
    {
        Take(view?.CellAt(x, y));
        Ask(frame);
        Write(frame, view, x, y);
        if (text.Length == 0)
        {
            image.Update(frame, default, "");
            return;
        }
        int height = frame.Pixels(Height), distance = frame.Pixels(Distance), beside = 2 * frame.Pixels(Padding);
        int width = (int)Math.Ceiling(Canvas.Measure(text, TextStyle.Body, frame.Scale)) + beside;
        string shown = text;
        if (width > target.Width)
        {
            IReadOnlyList<string> lines = Canvas.Wrap(text, TextStyle.Body, frame.Scale, target.Width - beside);
            (shown, width, height) = (string.Join('\n', lines), target.Width, height * lines.Count);
        }
        int left = Math.Clamp((int)x + distance, 0, Math.Max(0, target.Width - width));
        int top = (int)y + distance + height <= target.Height ? (int)y + distance : Math.Max(0, (int)y - distance - height);
        image.Update(frame, new(left, top, width, height), shown);
    }

    public void Draw(FrameContext frame)
    {
        if (cell is { } under)
        {
            // Two frames, a dark and a light one: some map has any one colour.
            int line = frame.Pixels(1);
            frame.Outline(under.Place.Inset(-2 * line), frame.Theme.Window);
            frame.Outline(under.Place.Inset(-line), frame.Theme.Text);
        }
        image.Draw(frame);
    }

    public void Dispose()
    {
        image.Dispose();
        readback?.Dispose();
    }

    void Take(Cell? under)
    {
        if (isUnderWay && readback!.TryRead(read.AsSpan(0, WordBytes * (askedFor!.Value.Beside is null ? 1 : 2))))
        {
            (isUnderWay, known, written) = (false, askedFor, null);
            value = ValueOf(askedFor.Value.Tensor, askedFor.Value.Flat, 0);
            beside = askedFor.Value.Beside is (var tensor, int flat) ? ValueOf(tensor, flat, WordBytes) : null;
        }
        if (!IsSame(under, cell))
        {
            asked = null;
        }
        cell = under;
    }

    void Ask(FrameContext frame)
    {
        if (cell is not { } under || isUnderWay || asked is { } last && frame.Time - last < ReadEvery)
        {
            return;
        }
        readback ??= frame.Gpu.NewReadback(2 * WordBytes, "tooltip");
        Copy(frame, under.Tensor, under.Flat, 0);
        if (under.Beside is (var tensor, int flat))
        {
            Copy(frame, tensor, flat, WordBytes);
        }
        (asked, askedFor, isUnderWay) = (frame.Time, under, true);
    }

    /// <summary>The whole word, as far as the buffer goes: a tensor of bytes may end within it.</summary>
    void Copy(FrameContext frame, TensorSource tensor, int flat, int to)
    {
        long word = ByteOffset(tensor, flat) & ~3L;
        frame.Recorder.CopyToReadback(tensor.Buffer, word, (int)Math.Min(WordBytes, tensor.Buffer.Bytes - word), readback!, to);
    }

    /// <summary>The whole of what was cut there, and the element; where there is none what else the view knows of the place.</summary>
    void Write(FrameContext frame, View? view, float x, float y)
    {
        string? whole = view is null ? null : frame.Texts.WholeAt(x, y);
        if (cell is not { } under)
        {
            (text, written) = (whole ?? view?.TextAt(x, y) ?? "", null);
            return;
        }
        if (!IsSame(under, written))
        {
            written = under;
            element = view!.TextOf(under, IsSame(under, known) ? value : null, beside);
        }
        text = whole is null ? element : $"{whole}   {element}";
    }

    double ValueOf(TensorSource tensor, int flat, int at) =>
        Elements.Value(tensor.Type, read.AsSpan(at + (int)(ByteOffset(tensor, flat) & 3)), 0);

    static bool IsSame(Cell? a, Cell? b) => a?.Flat == b?.Flat && a?.Tensor.Buffer == b?.Tensor.Buffer;

    static long ByteOffset(TensorSource tensor, int flat) => tensor.ByteOffset + (long)flat * tensor.ElementBytes;

    static void Paint(Canvas canvas, string text)
    {
        float radius = canvas.Pixels(4), padding = canvas.Pixels(Padding);
        canvas.Fill(0, 0, canvas.Width, canvas.Height, canvas.Theme.Raised, radius);
        canvas.Outline(0, 0, canvas.Width, canvas.Height, canvas.Theme.Axis, radius);
        string[] lines = text.Split('\n');
        float line = (float)canvas.Height / lines.Length;
        for (int i = 0; i < lines.Length; i++)
        {
            canvas.Text(lines[i], padding, i * line, canvas.Width - 2 * padding + 2, line, TextStyle.Body, canvas.Theme.Text);
        }
    }
}
