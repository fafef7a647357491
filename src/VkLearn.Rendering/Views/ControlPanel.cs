using VkLearn.Rendering.Widgets;

namespace VkLearn.Rendering.Views;

/// <summary>
/// Widgets: sliders and the like, each in a line of its own, and buttons side by side. The last ones go where there is no room.
/// </summary>
public sealed class ControlPanel : View
{
    const float LowLine = 0.8f, LeastButton = 64, Gap = 8; // LowLine: share of its height that a line has where there is little room

    readonly CanvasImage<Looks> image;
    Rectangle[] places = []; // on the target; empty where there is no room
    int held = -1;

    public ControlPanel(string title, params IReadOnlyList<Widget> widgets) : base(title)
    {
        Widgets = widgets;
        image = new("controls", Paint);
    }

    /// <summary>From the top; what is put in their place is not held by the pointer.</summary>
    public IReadOnlyList<Widget> Widgets
    {
        get;
        set
        {
            (field, places, held) = (value, new Rectangle[value.Count], -1);
        }
    }

    /// <summary>Where a widget is, in pixels of the target.</summary>
    public Rectangle PlaceOf(Widget widget) => places[Widgets.ToList().IndexOf(widget)];

    public override void Prepare(FrameContext frame)
    {
        Arrange(frame, Fits(frame) ? 1 : LowLine);
        int version = 0;
        for (int i = 0; i < Widgets.Count; i++)
        {
            version += Widgets[i].Version;
        }
        image.Update(frame, Content, new(Widgets, version, Content));
    }

    public override void Draw(FrameContext frame) => image.Draw(frame);

    public override bool Pointer(PointerEvent e)
    {
        int over = e.Action == PointerAction.Leave ? -1 : Array.FindIndex(places, place => place.Contains(e.X, e.Y));
        for (int i = 0; i < places.Length; i++)
        {
            Widgets[i].IsHot = i == over;
        }
        if (e.Action == PointerAction.Press && e.Button == 0)
        {
            held = over;
            GiveKeys(over);
        }
        int receiver = held >= 0 ? held : over;
        if (receiver < 0 || e.Action is PointerAction.Scroll or PointerAction.Leave)
        {
            return false;
        }
        Rectangle place = places[receiver];
        Widgets[receiver].Pointer(e.Action, (e.X - place.X) / Math.Max(1, place.Width), (e.Y - place.Y) / Math.Max(1, place.Height));
        held = e.Action == PointerAction.Release ? -1 : held;
        return true;
    }

    public override bool Key(KeyEvent e)
    {
        Widget? writing = Writing;
        writing?.Key(e);
        return writing is not null;
    }

    public override bool Type(string text)
    {
        Widget? writing = Writing;
        writing?.Type(text);
        return writing is not null;
    }

    public override void LoseKeys() => GiveKeys(-1);

    public override void Dispose()
    {
        image.Dispose();
        base.Dispose();
    }

    Widget? Writing => Widgets.FirstOrDefault(static widget => widget.HasKeys);

    /// <param name="index">Of the widget that gets the keyboard, if it takes it; no other has it then.</param>
    void GiveKeys(int index)
    {
        for (int i = 0; i < Widgets.Count; i++)
        {
            Widgets[i].HasKeys = i == index && Widgets[i].TakesKeys;
        }
    }

    bool Fits(FrameContext frame)
    {
        float height = 0;
        bool inLine = false;
        for (int i = 0; i < Widgets.Count; i++)
        {
            Widget widget = Widgets[i];
            height += widget.SharesLine && inLine ? 0 : widget.Height;
            inLine = widget.SharesLine;
        }
        return height * frame.Scale <= Content.Height;
    }

    /// <param name="frame">The frame.</param>
    /// <param name="share">Of their heights that widgets get which have a line of their own.</param>
    void Arrange(FrameContext frame, float share)
    {
        int y = Content.Y;
        for (int i = 0; i < places.Length;)
        {
            int count = 1;
            while (Widgets[i].SharesLine && i + count < places.Length && Widgets[i + count].SharesLine)
            {
                count++;
            }
            int across = Math.Clamp(Content.Width / frame.Pixels(LeastButton + Gap), 1, count), lines = (count + across - 1) / across;
            int height = frame.Pixels(Widgets[i].Height * (Widgets[i].SharesLine ? 1 : share));
            for (int line = 0; line < lines; line++, y += height)
            {
                PlaceLine(frame, i + line * across, Math.Min(across, count - line * across), across, y, height);
            }
            i += count;
        }
    }

    void PlaceLine(FrameContext frame, int first, int count, int across, int y, int height)
    {
        int gap = frame.Pixels(Gap), width = (Content.Width - (across - 1) * gap) / across;
        for (int i = 0; i < count; i++)
        {
            places[first + i] = y + height <= Content.Bottom && width > 0 ? new(Content.X + i * (width + gap), y, width, height) : default;
        }
    }

    void Paint(Canvas canvas, Looks content)
    {
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] is { IsEmpty: false } place)
            {
                Widgets[i].Paint(canvas, place.X - content.Area.X, place.Y - content.Area.Y, place.Width, place.Height);
            }
        }
    }

    readonly record struct Looks(IReadOnlyList<Widget> Widgets, int Version, Rectangle Area);
}
