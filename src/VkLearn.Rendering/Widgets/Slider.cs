namespace VkLearn.Rendering.Widgets;

/// <summary>A number between two ends, moved by the pointer; a double click puts it back to where it began.</summary>
public sealed class Slider : Widget
{
    const float Track = 4, Knob = 6, SamePlace = 0.03f; // SamePlace: of its length, between the presses of a double click

    static readonly TimeSpan doubleClick = TimeSpan.FromSeconds(0.4);

    readonly double begin;
    bool isHeld;
    long pressed; // a timestamp
    float pressedAt;

    /// <exception cref="ArgumentException">The ends are not in order, or not above 0 for a logarithmic one.</exception>
    public Slider(string label, double low, double high, double value, bool isLogarithmic = false) : base(label)
    {
        if (!(low < high) || isLogarithmic && low <= 0)
        {
            throw new ArgumentException(
                $"Slider \"{label}\": ends must rise{(isLogarithmic ? " from above 0" : "")}, received {low} and {high}.");
        }
        (Low, High, IsLogarithmic) = (low, high, isLogarithmic);
        Value = begin = value;
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>Whether equal steps multiply.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>Where it stands, kept between the ends; setting it does not raise <see cref="Changed"/>.</summary>
    public double Value
    {
        get;
        set => Set(ref field, Math.Clamp(value, Low, High));
    }

    /// <summary>How the value is written.</summary>
    public Func<double, string> Format { get; init; } = Numbers.Short;

    /// <summary>The user moved it.</summary>
    public event Action<double>? Changed;

    /// <summary>What double clicks are told by.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    internal double Share => Axis.ShareOf(Value);

    Axis Axis => new(Low, High, IsLogarithmic);

    public override void Paint(Canvas canvas, float x, float y, float width, float height)
    {
        bool isLow = height < canvas.Pixels(26); // one line: label, track, value
        string text = Format(Value);
        float number = canvas.Measure(text, TextStyle.Body) + 1, line = isLow ? height : height * 0.58f;
        canvas.Text(text, x + width - number, y, number, line, TextStyle.Body, canvas.Theme.Text, TextAlign.Right);
        canvas.Text(Label, x, y, width - number - canvas.Pixels(8), line, TextStyle.Body, canvas.Theme.Muted);
        if (!isLow)
        {
            PaintTrack(canvas, x, y + line, width, height - line);
        }
    }

    public override void Pointer(PointerAction action, float x, float y)
    {
        bool isDouble = action == PointerAction.Press && IsSecondPress(x);
        Set(ref isHeld, !isDouble && (action == PointerAction.Press || isHeld && action != PointerAction.Release));
        if (isHeld || isDouble)
        {
            Value = isDouble ? begin : Axis.ValueAt(Math.Clamp(x, 0, 1));
            Changed?.Invoke(Value);
        }
    }

    /// <summary>To be asked once for each press.</summary>
    bool IsSecondPress(float x)
    {
        long now = Clock.GetTimestamp(), before = pressed;
        bool isSecond = before != 0 && Clock.GetElapsedTime(before, now) < doubleClick && Math.Abs(x - pressedAt) < SamePlace;
        (pressed, pressedAt) = (isSecond ? 0 : now, x);
        return isSecond;
    }

    void PaintTrack(Canvas canvas, float x, float y, float width, float height)
    {
        float knob = canvas.Pixels(isHeld || IsHot ? Knob + 1 : Knob), track = canvas.Pixels(Track), middle = y + height / 2;
        float at = x + knob + (float)Share * (width - 2 * knob);
        canvas.Fill(x, middle - track / 2, width, track, canvas.Theme.Raised, track / 2);
        canvas.Fill(x, middle - track / 2, at - x, track, canvas.Theme.Accent, track / 2);
        canvas.Circle(at, middle, knob, canvas.Theme.Card);
        canvas.Circle(at, middle, knob - canvas.Pixels(1.5f), isHeld ? canvas.Theme.Accent : canvas.Theme.Text);
    }
}
