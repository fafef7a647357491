using SkiaSharp;

namespace VkLearn.Rendering.Views;

/// <summary>
/// The steps that were done as a line from left to right, a tick for each moment that can be gone back to, and a handle at the step that is
/// seen, which the pointer drags.
/// </summary>
public sealed class TimeBar(string title) : View(title)
{
    const float Track = 4, Tick = 5, Handle = 6, HandleHeight = 14, NumberHeight = 12, NumberPitch = 90;
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    readonly CanvasImage<Numbering> numbers = new("time bar", Paint);
    TimeSpan? looked;
    Axis axis = new(0, 1), numbered = new(0, 1);
    Rectangle line;
    bool isHeld;

    /// <summary>The last step that was done.</summary>
    public long End { get; set; }

    /// <summary>The step that is seen.</summary>
    public long Shown { get; set; }

    /// <summary>Whether the step that is seen is of the past: what follows it is grey.</summary>
    public bool IsInPast { get; set; }

    /// <summary>Steps that can be gone back to, rising.</summary>
    public IReadOnlyList<long> Moments { get; set; } = [];

    /// <summary>Steps of the past from which training went on.</summary>
    public IReadOnlyList<long> Branches { get; set; } = [];

    /// <summary>The user chose a step; while the pointer drags, one after the other.</summary>
    public event Action<long>? Chosen;

    /// <summary>The user let go of what was chosen.</summary>
    public event Action? Released;

    /// <summary>Where steps lie, in pixels of the target.</summary>
    internal Rectangle Line => line;

    public override void Prepare(FrameContext frame)
    {
        axis = new(0, Math.Max(1, End));
        if (looked is not { } last || frame.Time - last >= LookEvery) // numbers that are painted anew in each frame cost too much
        {
            (looked, numbered) = (frame.Time, axis);
        }
        bool hasNumbers = Content.Height >= frame.Pixels(HandleHeight + NumberHeight);
        int inset = frame.Pixels(Handle), number = hasNumbers ? frame.Pixels(NumberHeight) : 0;
        line = new(Content.X + inset, Content.Y, Math.Max(0, Content.Width - 2 * inset), Math.Max(0, Content.Height - number));
        int most = Math.Clamp((int)(line.Width / (frame.Scale * NumberPitch)), 1, 12);
        numbers.Update(frame, number == 0 ? default : new(Content.X, line.Bottom, Content.Width, number), new(numbered, most, inset));
        Note = IsInPast ? $"step {Numbers.Whole(Shown)} of {Numbers.Whole(End)} \u00b7 Space goes on from here, End returns to the newest"
            : "drag to go back in time";
    }

    public override void Draw(FrameContext frame)
    {
        if (line.IsEmpty)
        {
            return;
        }
        int middle = line.Y + line.Height / 2, track = frame.Pixels(Track), shown = ColumnOf(Shown), end = ColumnOf(End);
        Bar(line.X, line.Right, frame.Theme.Raised);
        Bar(line.X, end, frame.Theme.Faint);
        Bar(line.X, shown, frame.Theme.Accent);
        foreach (long step in Moments)
        {
            Mark(step, frame.Pixels(Tick), 1, frame.Theme.Muted);
        }
        foreach (long step in Branches)
        {
            Mark(step, frame.Pixels(Tick + 2), frame.Pixels(2), frame.Theme.Marked);
        }
        int width = frame.Pixels(Handle), height = Math.Min(line.Height, frame.Pixels(HandleHeight));
        frame.Fill(new(shown - width / 2, middle - height / 2, width, height), IsInPast ? frame.Theme.Marked : frame.Theme.Text);
        numbers.Draw(frame);

        void Bar(int from, int to, SKColor color) => frame.Fill(new(from, middle - track / 2, Math.Max(0, to - from), track), color);

        void Mark(long step, int height, int width, SKColor color) =>
            frame.Fill(new(ColumnOf(step), Math.Max(line.Y, middle - track / 2 - height), width, height), color);
    }

    public override bool Pointer(PointerEvent e)
    {
        if (e.Action == PointerAction.Press && e.Button == 0 && Content.Contains(e.X, e.Y))
        {
            isHeld = true;
        }
        if (!isHeld)
        {
            return false;
        }
        if (e.Action is PointerAction.Press or PointerAction.Move)
        {
            Chosen?.Invoke(StepAt(e.X));
        }
        else if (e.Action == PointerAction.Release)
        {
            isHeld = false;
            Released?.Invoke();
        }
        return true;
    }

    public override string? TextAt(float x, float y) => Content.Contains(x, y) ? $"step {Numbers.Whole(StepAt(x))}" : null;

    public override void Dispose()
    {
        numbers.Dispose();
        base.Dispose();
    }

    /// <summary>Where a step lies, in pixels of the target.</summary>
    internal int ColumnOf(long step) => line.X + (int)Math.Round(Math.Clamp(axis.ShareOf(step), 0, 1) * Math.Max(0, line.Width - 1));

    long StepAt(float x) => (long)Math.Round(axis.ValueAt(Math.Clamp((x - line.X) / Math.Max(1, line.Width - 1), 0, 1)));

    static void Paint(Canvas canvas, Numbering content)
    {
        float written = -1;
        foreach ((double value, string text) in content.Axis.Ticks(content.Most))
        {
            float width = canvas.Measure(text, TextStyle.Small) + 1;
            float at = content.Inset + (float)content.Axis.ShareOf(value) * (canvas.Width - 2 * content.Inset - 1) - width / 2;
            at = Math.Clamp(at, 0, Math.Max(0, canvas.Width - width));
            if (at > written && double.IsInteger(Math.Round(value, 6))) // there are no parts of steps
            {
                canvas.Text(text, at, 0, width, canvas.Height, TextStyle.Small, canvas.Theme.Muted);
                written = at + width + canvas.Pixels(6);
            }
        }
    }

    readonly record struct Numbering(Axis Axis, int Most, int Inset);
}
