using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>What lies under the pointer: the tensor's name, the element's index, and its value, the only one that is read back.</summary>
sealed class Tooltip : IDisposable
{
    const int ReadBytes = 4;
    const float Height = 24, Padding = 9, Distance = 14;
    static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(100);

    readonly CanvasImage<string> image = new("tooltip", Paint);
    readonly byte[] read = new byte[ReadBytes];
    GpuReadback? readback;
    TimeSpan? asked;
    Cell? cell, askedFor, known;
    double value;
    bool isUnderWay;
    string text = "";

    /// <summary>Before drawing begins.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="under">The element under the pointer.</param>
    /// <param name="words">What else is known of the place.</param>
    /// <param name="x">The pointer, in pixels of the target.</param>
    /// <param name="y">The pointer, in pixels of the target.</param>
    /// <param name="target">The target's size.</param>
    public void Update(FrameContext frame, Cell? under, string? words, float x, float y, (int Width, int Height) target)
    {
        Take(under);
        Ask(frame);
        Write(words);
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
        if (isUnderWay && readback!.TryRead(read))
        {
            isUnderWay = false;
            known = askedFor;
            value = Elements.Value(askedFor!.Value.Tensor.Type, read.AsSpan(InWord(askedFor.Value)), 0);
            words = null;
        }
        if (under?.Flat != cell?.Flat || under?.Tensor.Buffer != cell?.Tensor.Buffer)
        {
            asked = null;
            words = null;
        }
        cell = under;
    }

    string? words; // that the text was made of; null to make it anew

    void Ask(FrameContext frame)
    {
        if (cell is not { } under || isUnderWay || asked is { } last && frame.Time - last < ReadEvery)
        {
            return;
        }
        readback ??= frame.Gpu.NewReadback(ReadBytes, "tooltip");
        long offset = ByteOffset(under);
        // The whole word, as far as the buffer goes: a tensor of bytes may end within it.
        int bytes = (int)Math.Min(ReadBytes, under.Tensor.Buffer.Bytes - (offset & ~3L));
        frame.Recorder.CopyToReadback(under.Tensor.Buffer, offset & ~3L, bytes, readback);
        (asked, askedFor, isUnderWay) = (frame.Time, under, true);
    }

    void Write(string? now)
    {
        if (words is not null && words == (now ?? ""))
        {
            return;
        }
        words = now ?? "";
        text = words;
        if (cell is { } under)
        {
            bool isKnown = known is { } read && read.Flat == under.Flat && read.Tensor.Buffer == under.Tensor.Buffer;
            string element = $"{under.Tensor.Name} {under.IndexText} = {(isKnown ? TextOf(under, value) : "…")}";
            text = words.Length > 0 ? $"{words}   {element}" : element;
        }
    }

    static string TextOf(Cell cell, double value) => cell.Names is { } names && value >= 0 && value < names.Count ? names[(int)value]
        : Elements.Text(cell.Tensor.Type, value);

    static long ByteOffset(Cell cell) => cell.Tensor.ByteOffset + (long)cell.Flat * cell.Tensor.ElementBytes;

    static int InWord(Cell cell) => (int)(ByteOffset(cell) & 3);

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
