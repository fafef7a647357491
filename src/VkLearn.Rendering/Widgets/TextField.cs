using System.Globalization;
using SkiaSharp;

namespace VkLearn.Rendering.Widgets;

/// <summary>
/// A line of text that the user writes: a click gives it the keyboard, Enter sends what stands there, Escape gives up. Whoever it is sent
/// to says whether it is accepted or refused; what is refused stays, to be mended, and so does what is not sent yet.
/// </summary>
public sealed class TextField(string label) : Widget(label)
{
    const float LabelShare = 0.25f, BoxShare = 0.35f, Margin = 7, CaretRoom = 14;
    const int RemarkLines = 2;

    static readonly TextStyle style = TextStyle.Body;

    string text = "", remark = "";
    int caret, first; // in the text: before which character it stands, and the first that is seen
    bool isRefused;
    float scale = 1, width = 1; // as it was painted last

    /// <summary>What was accepted last, or is so by others: it is shown unless the user has written something else. Setting it does not
    /// raise <see cref="Sent"/>.</summary>
    public string Value
    {
        get;
        set
        {
            bool isFollowing = !HasKeys && text == field;
            field = value;
            if (isFollowing && text != value)
            {
                Show(value, value.Length);
            }
        }
    } = "";

    /// <summary>What stands in it, sent or not.</summary>
    public string Text => text;

    /// <summary>Before which of the text's UTF-16 units the caret stands.</summary>
    public int Caret => caret;

    /// <summary>What is said of what was sent last.</summary>
    public string Remark => remark;

    /// <summary>Whether <see cref="Remark"/> says why it was refused.</summary>
    public bool IsRefused => isRefused;

    /// <summary>What is to be written, shown while nothing stands there.</summary>
    public string Hint { get; init; } = "";

    /// <summary>The user sent what stands there: <see cref="Accept"/> or <see cref="Refuse"/> it.</summary>
    public event Action<string>? Sent;

    public override bool TakesKeys => true;

    public override float Height => 76;

    /// <summary>What was sent holds; the keyboard is the window's again.</summary>
    /// <param name="remark">What is to be known of it; empty: nothing.</param>
    public void Accept(string remark = "")
    {
        Value = text;
        HasKeys = false;
        Say(remark, false);
    }

    /// <summary>What was sent does not hold; it stays to be mended.</summary>
    public void Refuse(string why) => Say(why, true);

    public override void Key(KeyEvent e)
    {
        if (!e.IsPressed)
        {
            return;
        }
        switch (e.Key)
        {
            case Rendering.Key.Left:
                Show(text, Before(caret));
                break;
            case Rendering.Key.Right:
                Show(text, After(caret));
                break;
            case Rendering.Key.Home:
                Show(text, 0);
                break;
            case Rendering.Key.End:
                Show(text, text.Length);
                break;
            case Rendering.Key.Backspace:
                Cut(Before(caret), caret);
                break;
            case Rendering.Key.Delete:
                Cut(caret, After(caret));
                break;
            case Rendering.Key.Enter when !e.IsRepeat:
                Sent?.Invoke(text);
                break;
            case Rendering.Key.Escape:
                Show(Value, Value.Length);
                Say("", false);
                HasKeys = false;
                break;
        }
    }

    /// <summary>Puts it in at the caret; line ends and the like become blanks.</summary>
    public override void Type(string typed)
    {
        string line = string.Concat(typed.ReplaceLineEndings(" ").Select(static letter => char.IsControl(letter) ? ' ' : letter));
        Show(text.Insert(caret, line), caret + line.Length);
    }

    public override void Pointer(PointerAction action, float x, float y)
    {
        if (action != PointerAction.Press)
        {
            return;
        }
        float at = x * width - Margin * scale;
        int place = first;
        while (place < text.Length && WidthOf(first, place) + WidthOf(place, After(place)) / 2 < at)
        {
            place = After(place);
        }
        Show(text, place);
    }

    public override void Paint(Canvas canvas, float x, float y, float width, float height)
    {
        (scale, this.width) = (canvas.Scale, width);
        float line = height * LabelShare, tall = height * BoxShare, radius = canvas.Pixels(4);
        canvas.Text(Label, x, y, width, line, style, canvas.Theme.Muted);
        canvas.Fill(x, y + line, width, tall, canvas.Theme.Raised, radius);
        canvas.Outline(x, y + line, width, tall,
            isRefused ? canvas.Theme.Wrong : HasKeys || IsHot ? canvas.Theme.Accent : canvas.Theme.Axis, radius);
        PaintText(canvas, x + canvas.Pixels(Margin), y + line, width - canvas.Pixels(2 * Margin), tall);
        PaintRemark(canvas, x, y + line + tall, width, height - line - tall);
    }

    void PaintText(Canvas canvas, float x, float y, float width, float height)
    {
        BringCaretIntoSight(width - canvas.Pixels(CaretRoom));
        bool isEmpty = text.Length == 0;
        canvas.Text(isEmpty ? Hint : text[first..], x, y, width, height, style, isEmpty ? canvas.Theme.Muted : canvas.Theme.Text);
        if (HasKeys)
        {
            float at = x + WidthOf(first, caret), inset = height * 0.2f;
            canvas.Line(at, y + inset, at, y + height - inset, canvas.Theme.Accent, 1.5f);
        }
    }

    void PaintRemark(Canvas canvas, float x, float y, float width, float height)
    {
        string said = remark.Length > 0 ? remark : text != Value ? "Enter sends it, Escape gives up" : "";
        float line = height / RemarkLines;
        IReadOnlyList<string> lines = Canvas.Wrap(said, TextStyle.Small, canvas.Scale, width);
        for (int i = 0; i < Math.Min(RemarkLines, lines.Count); i++)
        {
            string shown = i == RemarkLines - 1 ? string.Join(' ', lines.Skip(i)) : lines[i]; // the last has an ellipsis if there are more
            SKColor color = isRefused ? canvas.Theme.Wrong : canvas.Theme.Muted;
            canvas.Text(shown, x, y + i * line, width, line, TextStyle.Small, color);
        }
    }

    void BringCaretIntoSight(float room)
    {
        first = caret < first || WidthOf(0, text.Length) <= room ? 0 : first;
        while (first < caret && WidthOf(first, caret) > room)
        {
            first = After(first);
        }
    }

    float WidthOf(int from, int to) => Canvas.Measure(text[from..to], style, scale);

    /// <summary>Where the character, as users count them, behind a place ends.</summary>
    int After(int place) => place + (place < text.Length ? StringInfo.GetNextTextElementLength(text, place) : 0);

    /// <summary>Where the character before a place begins.</summary>
    int Before(int place)
    {
        int begin = 0;
        for (int next = 0; next < place; next = After(next))
        {
            begin = next;
        }
        return begin;
    }

    void Cut(int from, int to) => Show(text.Remove(from, to - from), from);

    void Show(string written, int place)
    {
        Set(ref text, written);
        Set(ref caret, place);
        first = Math.Min(first, text.Length);
    }

    void Say(string said, bool isRefusal)
    {
        Set(ref remark, said);
        Set(ref isRefused, isRefusal);
    }
}
